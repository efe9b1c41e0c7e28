// The start at login: switched at once, as it is the system's and stands in no file of ours.
import { Switch } from '@mantine/core';
import { useCallback, useState } from 'react';
import type { ReactElement } from 'react';
import type { LaunchAtLogin } from '../../../../shared/configuration.ts';
import { toErrorView } from '../../../../shared/errors.ts';
import type { ErrorView } from '../../../../shared/errors.ts';
import { useProblemText } from '../../../components/use-problem-text.ts';
import { useMessages } from '../../../messages/messages.ts';
import { usePage } from '../../../page.ts';
import { useFreshReading } from '../use-fresh-reading.ts';
import { Row } from './setting-row.tsx';

const id = 'setting-launch-at-login';

export function LaunchAtLoginRow(): ReactElement {
  const words = useMessages().settings.launch;
  const { bridge } = usePage();
  const problemText = useProblemText();
  const [launch, setLaunch] = useState<LaunchAtLogin | null>(null);
  const [problem, setProblem] = useState<ErrorView | null>(null);

  const take = useCallback(async (answer: Promise<LaunchAtLogin>): Promise<void> => {
    try {
      setLaunch(await answer);
      setProblem(null);
    } catch (error) {
      setProblem(toErrorView(error));
    }
  }, []);
  // It is switched in the system's settings as well.
  useFreshReading(useCallback(() => void take(bridge.client.readLaunchAtLogin({})), [bridge, take]));

  const isUnavailable = launch?.state === 'unavailable';
  return (
    <Row
      id={id}
      label={words.label}
      hint={isUnavailable ? words.unavailable[launch.reason ?? 'unsupported'] : words.hint}
      fault={problem === null ? null : problemText(problem)}
    >
      <Switch
        id={id}
        size="sm"
        aria-describedby={`${id}-hint ${id}-fault`}
        checked={launch?.state === 'on'}
        disabled={launch === null || isUnavailable}
        onChange={({ currentTarget }) =>
          void take(bridge.client.setLaunchAtLogin({ enabled: currentTarget.checked }))
        }
      />
    </Row>
  );
}
