// Messages that are ambiguous (a key twice): nobody here changes them, and whoever reads them judges them.
import { MessageError } from './wire/message.ts';

export function orAsItIs<Value>(message: Value, change: () => Value): Value {
  try {
    return change();
  } catch (error) {
    if (!(error instanceof MessageError)) throw error;
    return message;
  }
}
