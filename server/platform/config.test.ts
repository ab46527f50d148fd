import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { ConfigError, isLoopback, readConfig } from './config.ts'

describe('the settings', () => {
  test('have defaults that are safe on one machine', () => {
    expect(readConfig({}, {})).toEqual({
      dataFolder: path.resolve('data'),
      databaseUrl: null,
      host: '127.0.0.1',
      port: 3210,
      origin: 'http://localhost:3210',
      trustedProxies: [],
      keyFile: path.resolve('data.key'),
      allowPorts: [],
      allowPrivate: [],
      logLevel: 'warn',
    })
  })

  test('come from the environment, and the command line wins', () => {
    const config = readConfig(
      { PORT: '4000' },
      {
        PORT: '5000',
        FOLKMOOT_DATA: '/srv/f',
        FOLKMOOT_TRUSTED_PROXY: 'loopback, 10.0.0.0/8',
        FOLKMOOT_ORIGIN: '',
      },
    )
    expect(config).toMatchObject({
      port: 4000,
      origin: 'http://localhost:4000',
      keyFile: '/srv/f.key',
      trustedProxies: ['127.0.0.0/8', '::1/128', '10.0.0.0/8'],
    })
  })

  test.each([
    ['PORT', 'http'],
    ['PORT', '70000'],
    ['DATABASE_URL', 'mysql://x'],
    ['FOLKMOOT_ORIGIN', 'folkmoot.example'],
    ['FOLKMOOT_ORIGIN', 'https://folkmoot.example/desk'],
    ['FOLKMOOT_TRUSTED_PROXY', 'nginx'],
    ['FOLKMOOT_ALLOW_PORTS', '80,eighty'],
    ['FOLKMOOT_ALLOW_PRIVATE', '127.0.0.1'],
    ['FOLKMOOT_HOST', 'everywhere'],
    ['FOLKMOOT_LOG', 'loud'],
  ])('%s=%s is refused and names itself', (name, value) => {
    expect(() => readConfig({}, { [name]: value })).toThrow(ConfigError)
    expect(() => readConfig({}, { [name]: value })).toThrow(new RegExp(`^${name}: `))
  })

  test('refuse plain HTTP off this machine, whatever is declared', () => {
    expect(() => readConfig({}, { FOLKMOOT_ORIGIN: 'http://folkmoot.example' })).toThrow(
      /FOLKMOOT_TRUSTED_PROXY/,
    )
    expect(() => readConfig({}, { FOLKMOOT_HOST: '0.0.0.0' })).toThrow(/reverse proxy/)
    expect(() => readConfig({}, { FOLKMOOT_ORIGIN: 'https://folkmoot.example' })).toThrow(
      /FOLKMOOT_TRUSTED_PROXY/,
    )
    expect(
      readConfig(
        {},
        {
          FOLKMOOT_ORIGIN: 'https://folkmoot.example',
          FOLKMOOT_TRUSTED_PROXY: '10.0.0.7',
          FOLKMOOT_HOST: '0.0.0.0',
        },
      ).origin,
    ).toBe('https://folkmoot.example')
  })

  test.each([
    ['127.0.0.1', true],
    ['[::1]', true],
    ['localhost', true],
    ['::ffff:127.0.0.1', true],
    ['10.0.0.1', false],
    ['localhost.example', false],
  ])('%s is loopback: %s', (address, is) => expect(isLoopback(address)).toBe(is))
})
