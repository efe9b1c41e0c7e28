// One tool: its name, whether it is offered, what it says of itself; opened, what it takes and its schema.
import { IconChevronRight, IconPencil } from '@tabler/icons-react';
import { useId, useState } from 'react';
import type { ReactElement } from 'react';
import type { ToolDetail } from '../../../shared/server-detail.ts';
import type { ToolRules } from '../../../shared/server-entry-schema.ts';
import { EnabledSwitch } from '../../components/enabled-switch.tsx';
import { IconButton } from '../../components/icon-button.tsx';
import { Snippet } from '../../components/snippet.tsx';
import { useMessages } from '../../messages/messages.ts';
import { argumentsOf } from '../../state/schema-lines.ts';
import { denyingPattern } from '../../state/tool-switch.ts';
import { Arguments } from './arguments.tsx';
import detail from './detail.module.css';
import { ToolName } from './tool-name.tsx';
import styles from './tool-item.module.css';
import type { ToolRuling } from './use-tool-rules.ts';

export interface ToolItemProps {
  readonly tool: ToolDetail;
  /** null: they are no matter of the configuration. */
  readonly rules: ToolRules | null;
  readonly ruling: ToolRuling;
}

export function ToolItem({ tool, rules, ruling }: ToolItemProps): ReactElement {
  const words = useMessages().manage.tools;
  const [isOpen, setOpen] = useState(false);
  const [isNaming, setNaming] = useState(false);
  const bodyId = useId();
  const { name, shownName, title, description, hints, offer } = tool;
  return (
    <li className={styles.tool} data-offer={offer} aria-label={name}>
      <div className={styles.head}>
        <button
          type="button"
          className={styles.open}
          aria-expanded={isOpen}
          aria-controls={isOpen ? bodyId : undefined}
          onClick={() => setOpen(!isOpen)}
        >
          <IconChevronRight size={14} stroke={2} className={styles.chevron} aria-hidden="true" />
          <span className={styles.names}>
            <code className={styles.name}>{shownName}</code>
            {title !== null && <span className={detail.faint}>{title}</span>}
            {hints.map((hint) => (
              <span key={hint} className={detail.mark} data-tone={hint === 'destroys' ? 'warn' : undefined}>
                {words.hints[hint]}
              </span>
            ))}
            {offer !== 'offered' && (
              <span className={detail.mark} data-tone={offer === 'held' ? 'warn' : undefined}>
                {words.offers[offer]}
              </span>
            )}
          </span>
        </button>
        {rules !== null && (
          <span className={styles.controls}>
            <IconButton
              label={words.renameTool(name)}
              hint={words.rename}
              icon={<IconPencil size={15} stroke={1.7} aria-hidden="true" />}
              onPress={() => setNaming(!isNaming)}
            />
            <OfferSwitch tool={tool} rules={rules} ruling={ruling} />
          </span>
        )}
      </div>
      {shownName !== name && !isNaming && <p className={styles.line}>{words.ownName(name)}</p>}
      {isNaming && (
        <ToolName
          tool={tool}
          onDone={() => setNaming(false)}
          onSave={async (wanted) => {
            if (await ruling.rename(name, wanted)) setNaming(false);
          }}
        />
      )}
      {description !== null && (
        <p className={styles.description} data-open={isOpen}>
          {description}
        </p>
      )}
      {isOpen && (
        <div id={bodyId} className={styles.body}>
          <ToolSchemas tool={tool} />
        </div>
      )}
    </li>
  );
}

function OfferSwitch({
  tool,
  rules,
  ruling,
}: Omit<ToolItemProps, 'rules'> & { readonly rules: ToolRules }): ReactElement {
  const words = useMessages().manage.tools;
  const { name, offer } = tool;
  const pattern = offer === 'denied' ? denyingPattern(rules, name) : null;
  const isOn = offer === 'offered' || offer === 'held';
  const isPending = ruling.pending.includes(name);
  const isOff = ruling.isOff || isPending || pattern !== null;
  return (
    <EnabledSwitch
      name={words.offer(name)}
      hint={pattern === null ? undefined : words.byPattern(pattern)}
      control={{
        checked: isPending ? !isOn : isOn,
        busy: isOff,
        toggle: () => void ruling.offer(name, !isOn),
      }}
    />
  );
}

function ToolSchemas({ tool }: { readonly tool: ToolDetail }): ReactElement {
  const words = useMessages().manage.tools;
  const { name, inputSchema, outputSchema } = tool;
  const input = argumentsOf(inputSchema);
  const output = argumentsOf(outputSchema);
  return (
    <>
      <h3 className={styles.title}>{words.input}</h3>
      {input.length === 0 ? (
        <p className={detail.faint}>{words.noInput}</p>
      ) : (
        <Arguments title={words.input} list={input} />
      )}
      {output.length > 0 && (
        <>
          <h3 className={styles.title}>{words.output}</h3>
          <Arguments title={words.output} list={output} />
        </>
      )}
      <h3 className={styles.title}>{words.schema}</h3>
      <Snippet
        label={`${name}: ${words.schema}`}
        text={JSON.stringify(outputSchema === null ? inputSchema : { inputSchema, outputSchema }, null, 2)}
        copyLabel={words.copySchema(name)}
      />
    </>
  );
}
