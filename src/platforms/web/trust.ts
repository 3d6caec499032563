import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { RouteRequest } from '../../chat/route.ts'
import type { Random } from '../../kernel/random.ts'
import { guestCode, toName } from './names.ts'

/** Who may write: everybody who reaches us, only who asks this machine by a name of its own, or nobody. */
export type Writing = 'open' | 'here' | 'closed'

export type TrustSettings = {
  readonly writing: Writing
  /** The installation's secret, from which the key of cookies and forms is made. */
  readonly secret: string
  readonly random: Random
  /** The address by which the world knows us, if it differs from what requests name. */
  readonly publicUrl?: string | undefined
}

/** Somebody who has a cookie of ours, and what they chose to be called. */
export type Visitor = { readonly user: string; readonly name?: string }

/** Somebody whose request may write. */
export type Writer = Visitor & {
  /** Whether they came without a cookie of ours, and so are known from now on. */
  readonly isNew: boolean
  /** The id of this one request of theirs: what is sent twice from one form has the same. */
  readonly request: string
  /** The `Set-Cookie` by which they are known the next time, for another year. */
  readonly cookie: string
}

/** Why a request may not write: writing is off for them, it does not come from our own page, or its form was made for somebody else. */
export type Distrust = 'closed' | 'foreign' | 'stale'

/** What may write, and who. Nobody is known before they write: reading sets no cookie. */
export type Trust = {
  /** Whether somebody who reads this page could write. */
  mayWrite(request: RouteRequest): boolean
  /** The person whose cookie came with the request, if it is one of ours. */
  known(request: RouteRequest): Visitor | undefined
  /** Four signs by which this person is told from others who have no name either; nobody learns the id from them. */
  guest(user: string): string
  /** A mark for the forms of a page: good for this person, or for somebody whom nobody knows yet, and for this channel. */
  form(user: string | undefined, channel: string): string
  /** Takes a POST from our own page: by a mark in its form, or by our own script's header. One with a `name` in it is called so from now on. */
  admit(request: RouteRequest, body: URLSearchParams, channel: string): Writer | Distrust
}

/** What only a script of our own origin can send without asking us first. */
export const SCRIPT_HEADER = 'x-griot-script'

const YEAR_S = 31_536_000
const ALPHABET = 'abcdefghijklmnopqrstuvwxyz234567'
const COOKIE = /^([a-z2-7]{26})(?:\.([\w-]{1,220}))?\.([\w-]{43})$/
const sign32 = (byte: number): string => ALPHABET.charAt(byte % 32)
/** The id that our script gives to what it sends, which no two browsers have by chance. */
const CHANCE = /^[\da-f]{32}$/
/** What nobody is called who has an id. */
const NOBODY = 'nobody'

export function trust({ writing, secret, random, publicUrl }: TrustSettings): Trust {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'griot web', 32))
  const publicOrigin = publicUrl === undefined ? undefined : new URL(publicUrl)
  const sign = (...parts: readonly string[]): string => createHmac('sha256', key).update(parts.join('|')).digest('base64url')
  const fresh = (): string => Array.from({ length: 26 }, () => ALPHABET[Math.floor(random() * 32)]).join('')
  /** Whoever is not known is the same person when the same thing is sent again, because its answer was lost and the cookie with it. */
  const newcomer = (request: string): string =>
    CHANCE.test(request)
      ? [...createHmac('sha256', key).update(`newcomer|${request}`).digest().subarray(0, 26)].map(sign32).join('')
      : fresh()
  const mayWrite = (request: RouteRequest): boolean => writing === 'open' || (writing === 'here' && isLocal(request))

  const jar = cookies(sign)
  const known = (request: RouteRequest): Visitor | undefined => jar.visitorIn(request, true) ?? jar.visitorIn(request, false)

  const ownForm = (mark: string, user: string | undefined, channel: string): string | undefined => {
    const [, nonce = '', seal = ''] = /^([a-z2-7]{26})\.([\w-]{43})$/.exec(mark) ?? []
    return isSame(seal, sign('form', user ?? NOBODY, channel, nonce)) ? nonce : undefined
  }

  return {
    mayWrite,
    known,
    guest: (user) => guestCode(createHmac('sha256', key).update(`guest|${user}`).digest()),
    form(user, channel) {
      const nonce = fresh()
      return `${nonce}.${sign('form', user ?? NOBODY, channel, nonce)}`
    },
    admit(request, body, channel) {
      if (!mayWrite(request)) return 'closed'
      if (!isOwnOrigin(request, publicOrigin)) return 'foreign'
      const isSecure = request.headers['origin']?.startsWith('https:') === true
      const visitor = jar.visitorIn(request, isSecure)
      const isScript = request.headers[SCRIPT_HEADER] !== undefined
      const nonce = isScript ? (body.get('request') ?? '').slice(0, 100) : ownForm(body.get('mark') ?? '', visitor?.user, channel)
      if (!nonce) return 'stale'
      const user = visitor?.user ?? (isScript ? newcomer(nonce) : fresh())
      const name = body.has('name') ? toName(body.get('name') ?? '') : visitor?.name
      const named: Visitor = { user, ...(name !== undefined && { name }) }
      return {
        ...named,
        isNew: visitor === undefined,
        request: sign('request', user, body.toString()).slice(0, 22),
        cookie: `${nameOf(isSecure)}=${jar.toCookie(named)}; Path=/; Max-Age=${YEAR_S}; HttpOnly; SameSite=Strict${isSecure ? '; Secure' : ''}`,
      }
    },
  }
}

/** Reads and writes cookies: an id and its seal, with the name between them where there is one. */
function cookies(sign: (...parts: readonly string[]) => string) {
  return {
    toCookie({ user, name }: Visitor): string {
      const parts = name === undefined ? [user] : [user, Buffer.from(name).toString('base64url')]
      return [...parts, sign('cookie', ...parts)].join('.')
    },
    /** Under https only the cookie that no other host and no plain connection can set. */
    visitorIn(request: RouteRequest, isSecure: boolean): Visitor | undefined {
      const [, user = '', written, seal = ''] = COOKIE.exec(cookieIn(request, nameOf(isSecure)) ?? '') ?? []
      const parts = written === undefined ? [user] : [user, written]
      if (user === '' || !isSame(seal, sign('cookie', ...parts))) return undefined
      const name = written === undefined ? undefined : toName(Buffer.from(written, 'base64url').toString('utf8'))
      return { user, ...(name !== undefined && { name }) }
    },
  }
}

const nameOf = (isSecure: boolean): string => (isSecure ? '__Host-griot' : 'griot')

const cookieIn = ({ headers }: RouteRequest, name: string): string | undefined =>
  headers['cookie']
    ?.split(';')
    .map((pair) => pair.trim())
    .find((pair) => pair.startsWith(`${name}=`))
    ?.slice(name.length + 1)

const isSame = (a: string, b: string): boolean => a.length === b.length && timingSafeEqual(Buffer.from(a), Buffer.from(b))

/** Whether a name or address is this machine's own, which no other machine can be reached by. */
export const isLoopback = (host: string): boolean => /^(?:localhost|[\w-]+\.localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(host)

const FORWARDED = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'] as const

/**
 * A proxy on this machine brings requests of others, and a page of another host may have let its name point here (DNS rebinding):
 * neither asks by a name of this machine's own.
 */
const isLocal = ({ headers }: RouteRequest): boolean => {
  const asked = hostOf(`http://${headers['host'] ?? ''}`)
  return asked !== undefined && isLoopback(asked.hostname) && !FORWARDED.some((name) => headers[name] !== undefined)
}

/** Browsers name the page's origin in every POST and let no page change it. */
function isOwnOrigin({ headers }: RouteRequest, publicOrigin: URL | undefined): boolean {
  const site = headers['sec-fetch-site']
  const from = hostOf(headers['origin'] ?? '')
  const to = hostOf(`http://${headers['host'] ?? ''}`)
  if (from === undefined || (site !== undefined && site !== 'same-origin')) return false
  if (publicOrigin !== undefined && from.host === publicOrigin.host) return from.protocol === publicOrigin.protocol
  return to !== undefined && from.host === under(from.protocol, to)
}

/** A host as an address of this scheme names it, without the port that goes without saying. */
const under = (protocol: string, url: URL): string => hostOf(`${protocol}//${url.host}`)?.host ?? ''

const hostOf = (address: string): URL | undefined => {
  const url = URL.canParse(address) ? new URL(address) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.hostname !== '' ? url : undefined
}
