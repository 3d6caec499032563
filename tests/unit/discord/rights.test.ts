import { Client, PermissionsBitField, type Guild, type GuildMember } from 'discord.js'
import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { manages, permissionsOf, siteOf, toRights } from '../../../src/platforms/discord/rights.ts'

const GUILD = '700000000000000001'
const USER = '700000000000000002'
const ROLES = ['700000000000000011', '700000000000000012', '700000000000000013']
const CHANNEL = '700000000000000020'
const NOW = new Date('2026-08-18T09:00:00Z')

const P = PermissionsBitField.Flags
/** Those that decide something here, in any combination. */
const bits = fc
  .subarray([
    P.Administrator,
    P.ManageGuild,
    P.ViewChannel,
    P.SendMessages,
    P.ReadMessageHistory,
    P.CreatePublicThreads,
    P.SendMessagesInThreads,
  ])
  .map((flags) => flags.reduce((sum, flag) => sum | flag, 0n))
const world = fc.record({
  owner: fc.boolean(),
  roles: fc.record({ everyone: bits, first: bits, second: bits, third: bits }),
  has: fc.subarray(ROLES),
  overwrites: fc.uniqueArray(fc.record({ id: fc.constantFrom(GUILD, USER, '700000000000000099', ...ROLES), allow: bits, deny: bits }), {
    selector: ({ id }) => id,
  }),
  until: fc.constantFrom(null, '2020-01-01T00:00:00Z', '2126-01-01T00:00:00Z'),
})

type World = typeof world extends fc.Arbitrary<infer W> ? W : never
const rolesOf = ({ roles }: World) =>
  [
    [GUILD, roles.everyone],
    [ROLES[0], roles.first],
    [ROLES[1], roles.second],
    [ROLES[2], roles.third],
  ] as [string, bigint][]
const typeOf = (id: string): number => (id === USER || id.endsWith('99') ? 1 : 0)

/** As discord.js takes in what comes over the gateway; its types keep that to itself. */
const added = (manager: object, data: object): unknown => (Reflect.get(manager, '_add') as (data: object) => unknown).call(manager, data)

/** The same question, asked of discord.js. */
function byDiscordJs(given: World): bigint {
  const client = new Client({ intents: [] })
  const guild = added(client.guilds, {
    id: GUILD,
    name: 'g',
    owner_id: given.owner ? USER : '1',
    roles: rolesOf(given).map(([id, permissions]) => ({ id, name: id, permissions: String(permissions) })),
    channels: [
      {
        id: CHANNEL,
        type: 0,
        name: 'c',
        permission_overwrites: given.overwrites.map(({ id, allow, deny }) => ({
          id,
          type: typeOf(id),
          allow: String(allow),
          deny: String(deny),
        })),
      },
    ],
  }) as Guild
  const member = added(guild.members, { user: { id: USER, username: 'griot' }, roles: given.has }) as GuildMember
  return guild.channels.cache.get(CHANNEL)?.permissionsFor(member).bitfield ?? 0n
}

describe('our permissions', () => {
  test('in a channel are those that discord.js computes', () => {
    fc.assert(
      fc.property(world, (given) => {
        const permissions = permissionsOf({
          guild: { id: GUILD, owner_id: given.owner ? USER : '1', roles: rolesOf(given).map(([id, own]) => ({ id, permissions: own })) },
          member: { roles: given.has },
          user: USER,
          overwrites: given.overwrites.map((one) => ({ ...one, type: typeOf(one.id) })),
          now: NOW,
        })
        for (const flag of [P.ViewChannel, P.SendMessages, P.ReadMessageHistory, P.CreatePublicThreads, P.SendMessagesInThreads])
          expect((permissions & flag) !== 0n).toBe((byDiscordJs(given) & flag) !== 0n)
      }),
      { numRuns: 300 },
    )
  })

  test.each([
    [null, true],
    ['2026-08-18T08:59:59Z', true],
    ['2026-08-18T09:00:01Z', false],
  ])('while we are timed out (until %s) hold no writing', (until, writes) => {
    const guild = { id: GUILD, owner_id: '1', roles: [{ id: GUILD, permissions: P.ViewChannel | P.SendMessages | P.ReadMessageHistory }] }
    const permissions = permissionsOf({
      guild,
      member: { roles: [], communication_disabled_until: until },
      user: USER,
      overwrites: [],
      now: NOW,
    })
    expect((permissions & P.SendMessages) !== 0n).toBe(writes)
    expect((permissions & P.ViewChannel) !== 0n).toBe(true)
  })
})

const ALL = P.ViewChannel | P.SendMessages | P.ReadMessageHistory | P.CreatePublicThreads | P.SendMessagesInThreads
const known = (lacks: readonly string[], history = true) => ({ kind: 'known', lacks, history })

describe('what we may do', () => {
  test.each([
    ['everything', ALL, 0, known([])],
    ['everything, as an administrator', P.Administrator, 0, known([])],
    ['everything where news are told', ALL, 5, known([])],
    ['nothing where we see nothing', ALL & ~P.ViewChannel, 0, known(['view'], false)],
    ['no writing', ALL & ~P.SendMessages, 0, known(['send'])],
    ['no discussions', ALL & ~P.CreatePublicThreads, 0, known(['threads'])],
    ['no writing in discussions', ALL & ~P.SendMessagesInThreads, 0, known(['threads'])],
    ['no looking back', ALL & ~P.ReadMessageHistory, 0, known([], false)],
    ['nothing in a forum', ALL, 15, known(['forum'])],
    ['nothing among categories', ALL, 4, known(['forum'])],
    ['no discussions where people speak', ALL, 2, known(['threads'])],
    ['no discussions in a discussion', ALL, 11, known(['threads'])],
    ['no writing in a discussion', ALL & ~P.SendMessagesInThreads, 11, known(['send', 'threads'])],
    ['no discussions with one person', 0n, 1, known(['threads'])],
  ] as const)('is %s', (_, permissions, type, expected) => expect(toRights(permissions, type)).toEqual(expected))

  test('is nothing in a discussion that is closed', () => expect(toRights(ALL, 11, true)).toEqual(known(['archived'])))
})

test('every kind of channel is a kind of place', () => {
  expect([0, 1, 2, 3, 4, 5, 10, 11, 12, 13, 15, 16].map(siteOf).join(' ')).toBe(
    'channel direct channel direct forum channel thread thread thread channel forum forum',
  )
})

test('who manages a server may administrate it or manage it', () => {
  expect([P.ManageGuild, P.Administrator, ALL, P.ManageChannels | P.BanMembers].map(manages)).toEqual([true, true, false, false])
})
