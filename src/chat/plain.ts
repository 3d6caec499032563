import { wordsOf, type Block, type Body, type Reply } from './reply.ts'

/** The whole reply in plain words, for screen readers, terminals and notifications; a link shows its address. */
export function toPlain(reply: Reply): string {
  const paragraphs = [reply.title ?? '', ...reply.blocks.map(plainBlock), wordsOf(reply.footer)]
  return paragraphs.filter(Boolean).join('\n\n')
}

function plainBlock(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return block.text
    case 'text':
      return plainBody(block.body)
    case 'note':
      return plainBody(block.body)
    case 'list':
      return block.items.map((item) => `- ${plainBody(item)}`).join('\n')
    case 'divider':
      return ''
  }
}

const plainBody = (body: Body): string =>
  body.map((part) => (typeof part === 'string' ? part : part.kind === 'link' ? `${part.text} (${part.url})` : part.text)).join('')
