import { ListToolsResultSchema } from '@modelcontextprotocol/sdk/types.js';
import { assert, constantFrom, dictionary, jsonValue, oneof, property } from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readHelp, toolText, withDetails } from '../../../../src/main/core/upstream/commands/help.ts';

describe('what a command server says in answer to help', () => {
  it('is read in the form of new servers, with schemas', () => {
    const schema = { type: 'object', properties: { message: { type: 'string' } } };
    const help = readHelp({
      success: true,
      data: {
        tool_info: { name: 'tools', description: 'Does things', version: '2.0' },
        commands: { echo: { name: 'echo', description: 'Echoes', type: 'custom', schema, params_count: 1 } },
      },
    });
    expect(help).toEqual({
      name: 'tools',
      version: '2.0',
      description: 'Does things',
      commands: [{ name: 'echo', description: 'Echoes', schema }],
    });
  });

  it('is read in the form of old servers, and completed by what they say of each command', () => {
    const help = readHelp({ commands: { echo: { summary: 'Echoes', params_count: 1 } } });
    const [echo] = help?.commands ?? [];
    expect(echo).toEqual({ name: 'echo', description: 'Echoes', schema: null });
    const params = {
      message: { type: 'str', description: 'What to say', required: true },
      times: { type: 'int' },
    };
    const info = { description: 'Gives it back', summary: 'Echoes', params };
    expect(echo && withDetails(echo, { cmdname: 'echo', info })).toEqual({
      name: 'echo',
      description: 'Gives it back',
      schema: {
        type: 'object',
        properties: {
          message: { type: 'string', description: 'What to say' },
          times: { type: 'integer' },
        },
        required: ['message'],
      },
    });
  });

  it('may be names alone; a command that nothing is known of takes any object', () => {
    const help = readHelp({ commands: ['echo'] });
    expect(help?.commands.map(toolText)).toEqual(['{"name":"echo","inputSchema":{"type":"object"}}']);
  });

  it('may be a list of commands that say their names', () => {
    const help = readHelp({
      commands: [{ name: 'echo', description: 'Echoes' }, { description: 'Nameless' }, 5],
    });
    expect(help?.commands).toEqual([{ name: 'echo', description: 'Echoes', schema: null }]);
  });

  it('loses of a schema only what would cost clients the whole list', () => {
    const schema = {
      $defs: { a: true },
      properties: { any: true, none: false, odd: 5, text: { type: 'string' } },
      required: ['text', 1],
      additionalProperties: false,
    };
    const [odd] = readHelp({ commands: { odd: { schema } } })?.commands ?? [];
    expect(JSON.parse(odd === undefined ? '' : toolText(odd))).toEqual({
      name: 'odd',
      inputSchema: {
        $defs: { a: true },
        properties: { any: {}, none: { not: {} }, odd: {}, text: { type: 'string' } },
        required: ['text'],
        additionalProperties: false,
        type: 'object',
      },
    });
  });

  it('is none where there are no commands, or the command failed', () => {
    expect(readHelp({ success: false, error: 'no' })).toBeNull();
    expect(readHelp({ tools: [] })).toBeNull();
    expect(readHelp('pong')).toBeNull();
  });

  it('makes tools that clients can read, whatever is said', () => {
    const keys = constantFrom('type', 'properties', 'required', 'description', '$ref');
    const schema = oneof(jsonValue(), dictionary(keys, oneof(jsonValue(), constantFrom('object'))));
    const entry = oneof(
      jsonValue(),
      dictionary(constantFrom('schema', 'params', 'description', 'summary', 'inputSchema'), schema),
    );
    assert(
      property(entry, (value) => {
        const commands = readHelp({ commands: { odd: value } })?.commands ?? [];
        const tools: unknown = JSON.parse(`[${commands.map(toolText).join(',')}]`);
        expect(ListToolsResultSchema.parse({ tools }).tools).toMatchObject([{ name: 'odd' }]);
      }),
    );
  });
});
