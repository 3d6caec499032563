export const keysOf = (items: readonly { readonly key: string }[]): string[] => items.map(({ key }) => key)
