import { createCipheriv, createDecipheriv, createSecretKey, hkdfSync, randomBytes } from 'node:crypto'

const NONCE_BYTES = 12
const TAG_BYTES = 16
const FORMAT = 'v1.'

/** Hides what is kept of people from whoever has the database but not the secret. */
export type Vault = {
  /** AES-256-GCM with a nonce of its own. `where` is the table and column it is for: it cannot be opened as anything else. */
  seal(text: string, where: string): string
  /** Throws where the text was changed, was sealed for another place or under another secret. */
  open(sealed: string, where: string): string
}

export const vault = (secret: string): Vault => {
  // A key object is taken as it is; bytes would be made into one each time.
  const key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, 'griot', 'vault', 32)))
  return {
    seal(text, where) {
      const nonce = randomBytes(NONCE_BYTES)
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES }).setAAD(Buffer.from(where))
      const hidden = [cipher.update(text, 'utf8'), cipher.final()]
      return FORMAT + Buffer.concat([nonce, ...hidden, cipher.getAuthTag()]).toString('base64url')
    },
    open(sealed, where) {
      const bytes = sealed.startsWith(FORMAT) ? Buffer.from(sealed.slice(FORMAT.length), 'base64url') : Buffer.alloc(0)
      if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error(`what was sealed for ${where} cannot be opened`)
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES })
        .setAAD(Buffer.from(where))
        .setAuthTag(bytes.subarray(-TAG_BYTES))
      return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8')
    },
  }
}
