import { describe, expect, test } from 'vitest'
import { originsOf } from '../../../src/almanac/origins.ts'

describe('sources are as many voices as they have independent origins', () => {
  test.each([
    [['AFP', 'AFP', 'AFP/PAP'], 1],
    [['AFP', 'Reuters'], 2],
    [['AFP/MINUSMA', 'MINUSMA'], 1],
    [['AFP', 'MINUSMA', 'AFP/MINUSMA'], 1],
    [['AFP/PAP', 'PAP/Reuters', 'AFP'], 1],
    [['unnamed agency', 'Malian press'], 1],
    [['unnamed agency'], 1],
    [['RFI', 'UN', 'DW'], 3],
    [[], 0],
  ])('%j: %i', (origins, voices) => expect(originsOf(origins.map((origin) => ({ origin }))).length).toBe(voices))
})
