// What is hidden wherever it turns up.
import { describe, expect, it } from 'vitest';
import { secretsInUrl, secretsOf } from '../../../src/main/core/config/secrets.ts';
import { resolved } from './context.ts';

const hidden = (name: string, value: string): boolean => secretsOf([[name, value]]).includes(value);

describe('secretsOf', () => {
  it.each([
    ['API_KEY', 'sk-1234567890'],
    ['ANYTHING', 'ghp_abcDEF123456'],
    ['DB_PASSWORD', 'correcthorse'],
    ['DB_PASS', 'correcthorse'],
    ['CERTIFICATE', '-----BEGIN X-----\nMIIEvQIBADAN\n-----END X-----'],
    ['SECRET', '/9j/4AAQSkZJRg=='],
    ['DATABASE_URL', 'postgres://me:pw@db/x'],
    ['HOOK', 'https://hooks.example/x?key=1'],
    ['HOOK', 'https://hooks.example/services/T01/B02'],
  ])('hides %s=%s', (name, value) => {
    expect(hidden(name, value)).toBe(true);
  });

  it.each([
    ['NODE_ENV', 'production'],
    ['DEBUG', 'true'],
    ['TOKEN', 'abc'],
    ['PORT', '300000'],
    ['NOTES', '/home/ada/notes'],
    ['PYTHONPATH', '~/a:/b'],
    ['APPDATA', 'C:\\Users\\ada'],
    ['BASE_URL', 'https://api.example.com:8443/v1/some-path/'],
    ['LANG', 'en_US.UTF-8'],
    ['Accept', 'application/json'],
    ['HOST', 'localhost:8080'],
  ])('does not garble logs for %s=%s', (name, value) => {
    expect(hidden(name, value)).toBe(false);
  });

  it('hides a credential also without its scheme', () => {
    expect(secretsOf([['Authorization', 'Bearer sk-1234567890']])).toEqual([
      'Bearer sk-1234567890',
      'sk-1234567890',
    ]);
  });

  it('hides variables wherever they went in', () => {
    expect(resolved({ command: 'x', args: ['--token=${API_KEY}'] }).secrets).toEqual(['sk-1234567890']);
    expect(resolved({ url: 'https://example.com/${API_KEY}/mcp' }).secrets).toEqual(['sk-1234567890']);
  });
});

it('finds the password of a URL and what its query holds behind telling names', () => {
  const url = 'http://me:p%40ssw0rd@127.0.0.1/mcp?api_key=abcdef1&lang=english1&code=1';
  expect(secretsInUrl(url)).toEqual(['p@ssw0rd', 'abcdef1']);
  expect(secretsInUrl('http://me:%zz%zz%zz@127.0.0.1/')).toEqual(['%zz%zz%zz']);
  expect(secretsInUrl('no URL')).toEqual([]);
});
