import type { Attached } from '../../chat/reply.ts'
import type { RouteAnswer } from '../../chat/route.ts'
import { sayer } from '../../words/say.ts'
import type { Asked } from './asked.ts'
import { escaped } from './render.ts'
import type { Sent } from './sent.ts'

/** A file as a download that no cache keeps and no browser shows as a page of ours. */
export const download = ({ name, type, text }: Attached, headers: Readonly<Record<string, string>> = {}): RouteAnswer => ({
  status: 200,
  headers: {
    'content-type': /^text\/|\/json$/.test(type) ? `${type}; charset=utf-8` : type,
    'content-disposition': `attachment; filename="${plainName(name)}"; filename*=UTF-8''${encodeURIComponent(name).replace(/['()*]/g, hex)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'cache-control': 'private, no-store',
    ...headers,
  },
  body: text,
})

/** A name that every header can carry (RFC 6266, appendix D). */
const plainName = (name: string): string => name.replace(/[^\w. -]/g, '_')

const hex = (sign: string): string => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`

/** The same question once more, of which only the file is wanted: it is asked again, so that nothing has to be kept. */
export function fileForm(
  { name }: Attached,
  asked: Asked,
  { to, mark, sent }: { readonly to: string; readonly mark: string; readonly sent: Sent },
): string {
  const repeated = [...sent.fields].filter(([field]) => /^(?:line|press|root|sub|field\..*)$/.test(field))
  const hidden = [['mark', mark], ['locale', asked.locale], ...repeated].map(
    ([field = '', value = '']) => `<input type="hidden" name="${escaped(field)}" value="${escaped(value)}">`,
  )
  return `<form class="file" method="post" action="${escaped(to)}">\n${hidden.join('\n')}\n${button(name, asked)}\n</form>`
}

const button = (name: string, { locale }: Asked): string =>
  `<button type="submit" class="button">${escaped(sayer(locale)('web.download', { name }))}</button>`

/** Where the file of an answer that anybody may have is found. */
export const fileLink = ({ name }: Attached, { locale, line, press, at }: Asked): string => {
  const query = Object.entries({ locale, line, press, at }).flatMap(([field, value]): [string, string][] => (value ? [[field, value]] : []))
  const address = `/file?${new URLSearchParams(query).toString()}`
  return `<p><a class="button" href="${escaped(address)}" download>${escaped(sayer(locale)('web.download', { name }))}</a></p>`
}
