// The parts of the settings, in the order of their links; each fills `#/settings/ID`. One more is one line here.
import type { ComponentType } from 'react';
import { ConfigurationPart } from './configuration/configuration-part.tsx';
import { GeneralPart } from './general/general-part.tsx';
import { TokensPart } from './tokens-part.tsx';
import type { AppState } from '../../../shared/state.ts';

export type SettingsPartId = 'general' | 'configuration' | 'tokens';

export interface SettingsPart {
  readonly id: SettingsPartId;
  readonly Component: ComponentType<{ readonly state: AppState }>;
}

export const settingsParts: readonly [SettingsPart, ...SettingsPart[]] = [
  { id: 'general', Component: GeneralPart },
  { id: 'configuration', Component: ConfigurationPart },
  { id: 'tokens', Component: TokensPart },
];
