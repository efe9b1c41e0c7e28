// After a form was refused: the focus goes to the first field that is wrong, once its fault stands there.

export function focusFault(form: HTMLElement | null): void {
  setTimeout(() => form?.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}
