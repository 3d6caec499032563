/** The part of the `edtf` package that our reading is compared with; it brings no types. */
declare module 'edtf' {
  type Mask = { readonly value: number }
  type Read = { readonly min: number; readonly max: number; readonly edtf: string; readonly approximate?: Mask; readonly uncertain?: Mask }
  /** Throws a SyntaxError for text that is no EDTF, and a RangeError for an interval that runs backwards. */
  export default function edtf(text: string): Read
}
