// Words of what a person agrees to before a command may run, in Russian.
import type { ConsentWarning } from '../../shared/consent.ts';
import type { consent as english } from './english-consent.ts';

const warnings: Record<ConsentWarning['kind'], string> = {
  shell: 'Запускается оболочка, которая выполнит всё, что ей передано.',
  code: 'Код программы записан прямо в команде.',
  privileges: 'Команда просит больше прав, чем есть у вас (sudo, doas, runas и подобное).',
  download: 'Команда может скачать то, что запускает.',
  temporary:
    'Используется путь во временной папке или в загрузках, где другие программы могут всё подменить.',
  environment: 'Одна из переменных может заставить программу запустить другое или довериться другому.',
  'hidden-characters': 'Есть невидимые или переворачивающие текст символы; они показаны как ⟨U+…⟩.',
  lookalike: 'В имени программы есть буквы, которые лишь похожи на другие.',
};

export const consent: typeof english = {
  words: 'По словам',
  folder: 'В папке',
  env: 'С переменными',
  danger: 'Предупреждение',
  note: 'Замечание',
  warnings: 'На что обратить внимание',
  warning: ({ kind }) => warnings[kind],
};
