const PAYLOAD = Buffer.from('payload=')
const [AND, PLUS, PERCENT, SPACE] = Buffer.from('&+% ')
/** What a digit of a percent code is worth, by its byte; NaN for any other. */
const WORTH = Array.from({ length: 256 }, (_, byte) =>
  /[\da-f]/i.test(String.fromCharCode(byte)) ? Number.parseInt(String.fromCharCode(byte), 16) : Number.NaN,
)

/** The text of a form that is `payload` and nothing else, as every press is, in a fraction of the time that a form in general takes; undefined of any other. */
export function payloadAlone(body: Buffer): string | undefined {
  if (!body.subarray(0, PAYLOAD.length).equals(PAYLOAD)) return undefined
  const out = Buffer.allocUnsafe(body.length)
  let length = 0
  for (let at = PAYLOAD.length; at < body.length; at += 1) {
    let byte = body[at] ?? 0
    if (byte === AND || byte > 127) return undefined
    if (byte === PLUS) byte = SPACE ?? byte
    else if (byte === PERCENT) {
      byte = (WORTH[body[at + 1] ?? 0] ?? Number.NaN) * 16 + (WORTH[body[at + 2] ?? 0] ?? Number.NaN)
      if (Number.isNaN(byte)) return undefined
      at += 2
    }
    out[length] = byte
    length += 1
  }
  return out.toString('utf8', 0, length)
}
