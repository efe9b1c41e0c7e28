// The component kit's settings. Its colours are CSS variables of tokens.css, so that both themes live in one place.
import { createTheme } from '@mantine/core';

export const theme = createTheme({
  primaryColor: 'indigo',
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});
