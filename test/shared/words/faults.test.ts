// Faults of config.json in both languages of the page, from what the core says of real texts.
import { describe, expect, it } from 'vitest';
import { hasFaults, notValid, textNotValid } from '../../../src/main/core/config/edit-refusals.ts';
import { loadConfig } from '../../../src/main/core/config/load-config.ts';
import { absentFault, goneFault } from '../../../src/main/core/config/read-config-file.ts';
import { AppError, toErrorView } from '../../../src/shared/errors.ts';
import type { ConfigFault } from '../../../src/shared/state.ts';
import { servers as english } from '../../../src/shared/words/english-servers.ts';
import { servers as russian } from '../../../src/shared/words/russian-servers.ts';
import { context } from '../../core/config/context.ts';

const faultOf = (text: string): ConfigFault => {
  const [fault] = loadConfig(text, context).faults;
  if (fault === undefined) throw new Error(`Nothing is wrong with ${text}.`);
  return fault;
};
const inRussian = (fault: ConfigFault): string => {
  const { message, expected = '' } = russian.fault(fault);
  return `${message} ${expected}`.trim();
};

describe('a fault of config.json', () => {
  it.each([
    ['', 'Файл пуст: в нём должно быть хотя бы { }.'],
    ['['.repeat(200_000), 'Слишком глубокая вложенность.'],
    ['{ "auth": {} "logging": {} }', 'Перед этим не хватает запятой.'],
    ['{"a": "C:\\d"}', 'Такой последовательности в JSON нет; обратная косая черта пишется как \\\\.'],
    ['{ "__proto__": {} }', '«__proto__» не может быть ключом.'],
    ['{ "auth": {}, "auth": {} }', 'Ключ «auth» указан здесь второй раз.'],
    ['{ "auth": { "zebra": 3 } }', 'В «auth» нет ключа «zebra». что-то из: mode'],
    [
      '{ "auth": { "mod": "open" } }',
      'В «auth» нет ключа «mod»; возможно, имелось в виду «mode»? что-то из: mode',
    ],
    ['{"gateway":{"port":"3004"}}', 'Значение другого типа. целое число от 0 до 65535'],
    ['{"gateway":{"port":70000}}', 'Число 70000 слишком велико. целое число от 0 до 65535'],
    ['{"gateway":{"port":-1}}', 'Число -1 слишком мало. целое число от 0 до 65535'],
    ['{"pinTools":"x"}', 'Значение другого типа. true или false'],
    ['{"mcpServers":{"a":{"command":"x","session":"share"}}}', /^Значение «share» не подходит; .*«shared».*/],
    ['{"mcpServers":{"a":{"command":""}}}', 'Значение пусто. непустой текст в кавычках'],
    ['{"mcpServers":{"a":{"command":"x","args":"y"}}}', /^Значение другого типа. список текстов/],
    ['{"mcpServers":{"a":{}}}', 'Нужен ключ "command" или "url".'],
    [
      '{"mcpServers":{"a":{"command":"x","url":"http://a"}}}',
      'Стоит рядом с "command", а должно быть что-то одно.',
    ],
    ['{"mcpServers":{"a":{"url":"http://a","type":"stdio"}}}', 'Тип "stdio" требует ключа "command".'],
    [
      '{"mcpServers":{"a":{"command":"x","tools":{"rename":{"b":"d","c":"d"}}}}}',
      'Имя «d» уже получает инструмент «b».',
    ],
    ['{"mcpServers":{"a b":{"command":"x"}}}', /^Имя «a b» не подходит/],
    ['{"servers":[{"name":"a b","command":"x"}]}', /^Имя «a b» не подходит/],
    ['{"servers":[{"command":"x"}]}', 'Обязательное значение не указано. непустой текст в кавычках'],
    [
      '{"servers":[{"name":"a","command":"x"},{"name":"a","command":"y"}]}',
      'Сервер «a» уже есть; имена не должны повторяться.',
    ],
  ])('of %.40j is said in Russian, and as ever in English', (text, words) => {
    const fault = faultOf(text);
    expect(inRussian(fault)).toMatch(words);
    expect(english.fault(fault)).toEqual({ message: fault.message, expected: fault.expected });
  });

  it('of the file itself is said in Russian, with the sentence of the core apart', () => {
    expect(russian.fault(goneFault('/c.json'))).toEqual({
      message: 'Файл исчез; действует то, что было прочитано последним.',
      detail: '/c.json is gone; what was read last stays in force. Expected: the file in its place.',
    });
    expect(inRussian(absentFault('/c.json', 'the disk is full'))).toBe(
      'Файла нет, и создать его не удалось.',
    );
  });

  it('that has no reason, or one of a newer Patchbay, keeps its sentence', () => {
    const plain = { key: '', line: 1, column: 1, message: 'It is odd.', expected: 'another' };
    const detail = 'It is odd. Expected: another.';
    expect(russian.fault(plain)).toEqual({ message: 'Это значение не подходит.', detail });
    const newer: ConfigFault = { ...plain, reason: JSON.parse('{"code":"newer"}') };
    expect(russian.fault(newer)).toEqual({ message: 'Это значение не подходит.', detail });
  });

  it('behind which an error is says that error', () => {
    const problem = { code: 'NAME_IMITATES', message: 'Too like "a".', expected: 'Take another.' } as const;
    const fault = {
      message: 'Too like "a".',
      expected: 'Take another.',
      reason: { code: 'server', problem },
    } as const;
    expect(english.fault(fault)).toEqual({ message: 'Too like "a". Take another.' });
    expect(russian.fault(fault)).toEqual({
      message: 'Имя слишком похоже на имя другого сервера.',
      detail: 'Too like "a". Take another.',
    });
  });
});

describe('an edit that is refused for a fault', () => {
  const fault = faultOf('{"gateway":{\n"port":70000}}');

  it.each([
    [notValid([fault]), 'gateway.port. Число 70000 слишком велико.'],
    [textNotValid([fault]), 'Строка 2, столбец 8: gateway.port. Число 70000 слишком велико.'],
    [hasFaults('/c.json', [fault]), 'Строка 2, столбец 8: gateway.port. Число 70000 слишком велико.'],
  ])('names it in Russian (%#)', (error, message) => {
    const view = toErrorView(error);
    expect(russian.problem(view)).toEqual({ message, expected: 'Ожидается: целое число от 0 до 65535.' });
    expect(russian.told(view)).toMatchObject({
      message,
      detail: expect.stringContaining('which is too large'),
    });
  });

  it('says what its code means where no fault is along', () => {
    const view = toErrorView(new AppError('CONFIG_INVALID', 'The change is not valid.'));
    expect(russian.problem(view).message).toBe('Конфигурация содержит ошибку. The change is not valid.');
  });
});
