// One block of an answer's content, as what it is.
import { Button } from '@mantine/core';
import { IconDownload, IconFile, IconLink } from '@tabler/icons-react';
import { useState } from 'react';
import type { ReactElement } from 'react';
import { CopyButton } from '../../../components/copy-button.tsx';
import { saveFile } from '../../../components/save-file.ts';
import { useMessages } from '../../../messages/messages.ts';
import type { Block } from './content-blocks.ts';
import { bytesOf, fileName } from './bytes.ts';
import styles from './result.module.css';
import { TextBlock } from './text-block.tsx';
import { WebLink } from './web-link.tsx';

export interface BlockViewProps {
  readonly block: Block;
  /** Reads a resource of the same server. */
  readonly onRead: (uri: string) => void;
}

export function BlockView({ block, onRead }: BlockViewProps): ReactElement {
  const words = useMessages().playground.result;
  switch (block.kind) {
    case 'text': {
      const label = block.from === null ? words.text : words.resource(block.from);
      return (
        <TextBlock
          label={label}
          text={block.text}
          fileName={fileName(block.from, block.type ?? 'text/plain', 'text')}
        />
      );
    }
    case 'image':
      return <Picture block={block} />;
    case 'audio':
      return (
        <figure className={styles.block} aria-label={words.audio(block.type)}>
          <Caption label={words.audio(block.type)} data={block.data} type={block.type} from={null} />
          {/* What a server sends has no captions. */}
          <audio className={styles.sound} controls src={block.source}>
            <track kind="captions" />
          </audio>
        </figure>
      );
    case 'file':
      return (
        <figure className={styles.block} aria-label={block.from ?? block.type}>
          <Caption label={block.from ?? block.type} data={block.data} type={block.type} from={block.from} />
          <p className={styles.file}>
            <IconFile size={16} stroke={1.7} aria-hidden="true" />
            {words.binary(block.type, Math.floor((block.data.length * 3) / 4))}
          </p>
        </figure>
      );
    case 'link':
      return <ResourceLink block={block} onRead={onRead} />;
    case 'unknown':
      return (
        <TextBlock
          label={words.unknown(block.type)}
          text={JSON.stringify(block.value, null, 2) ?? ''}
          fileName="content.json"
        />
      );
  }
}

function Picture({
  block,
}: {
  readonly block: Extract<Block, { readonly kind: 'image' | 'audio' }>;
}): ReactElement {
  const words = useMessages().playground.result;
  const [isBroken, setBroken] = useState(false);
  return (
    <figure className={styles.block} aria-label={words.image(block.type)}>
      <Caption label={words.image(block.type)} data={block.data} type={block.type} from={null} />
      {isBroken ? (
        <p className={styles.file}>{words.broken}</p>
      ) : (
        <div className={styles.picture}>
          <img src={block.source} alt={words.image(block.type)} onError={() => setBroken(true)} />
        </div>
      )}
    </figure>
  );
}

function ResourceLink({
  block,
  onRead,
}: {
  readonly block: Extract<Block, { readonly kind: 'link' }>;
  readonly onRead: (uri: string) => void;
}): ReactElement {
  const words = useMessages().playground.result;
  return (
    <figure className={styles.block} aria-label={words.link(block.name)}>
      <figcaption className={styles.caption}>
        <IconLink size={15} stroke={1.7} aria-hidden="true" />
        <span className={styles.what} title={block.name}>
          {block.name}
        </span>
        <CopyButton text={block.uri} label={words.copy(block.uri)} />
      </figcaption>
      <div className={styles.link}>
        {block.description !== null && <p>{block.description.slice(0, 1000)}</p>}
        <code className={styles.address}>{block.uri}</code>
        <div className={styles.buttons}>
          <Button
            size="compact-xs"
            variant="default"
            aria-label={words.readResource(block.name)}
            onClick={() => onRead(block.uri)}
          >
            {words.readShort}
          </Button>
          <WebLink address={block.uri} quiet />
        </div>
      </div>
    </figure>
  );
}

interface CaptionProps {
  readonly label: string;
  /** As base64. */
  readonly data: string;
  readonly type: string;
  readonly from: string | null;
}

function Caption({ label, data, type, from }: CaptionProps): ReactElement {
  const words = useMessages().playground.result;
  const [isBroken, setBroken] = useState(false);
  const save = (): void => {
    const bytes = bytesOf(data);
    setBroken(bytes === null);
    if (bytes !== null) saveFile(fileName(from, type, 'content'), [bytes]);
  };
  return (
    <figcaption className={styles.caption}>
      <span className={styles.what} title={label}>
        {label}
      </span>
      {isBroken && <span className={styles.broken}>{words.broken}</span>}
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconDownload size={14} stroke={1.7} aria-hidden="true" />}
        aria-label={words.download(label)}
        onClick={save}
      >
        {words.downloadShort}
      </Button>
    </figcaption>
  );
}
