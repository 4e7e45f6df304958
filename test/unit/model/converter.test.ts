import assert from 'node:assert/strict'
import { missingForConversion, type Versions } from '../../../src/build/model/converter.ts'

const NONE = { protobuf: null, ml_dtypes: null, typing_extensions: null, onnx: null, skl2onnx: null }
const SUPPORT = ['protobuf==6.33.6', 'ml_dtypes==0.5.4', 'typing_extensions==4.16.0']

suite('the converter: versions that fit what the environment has', () => {
  const cases: [string, string, Versions, string[]][] = [
    [
      'a new environment gets the newest, with what onnx itself needs',
      '3.11.7',
      { 'scikit-learn': '1.9.1', numpy: '2.4.6', ...NONE },
      ['skl2onnx==1.20.0', 'onnx==1.23.2', ...SUPPORT],
    ],
    [
      'Python 3.9 gets the last onnx that has wheels for it',
      '3.9.18',
      { 'scikit-learn': '1.6.1', numpy: '2.0.2', ...NONE },
      ['skl2onnx==1.20.0', 'onnx==1.19.1', ...SUPPORT],
    ],
    [
      'what is there already is not brought, and onnx goes by the protobuf that is there',
      '3.11.7',
      {
        ...{ ...NONE, 'scikit-learn': '1.5.2', numpy: '1.26.4' },
        ...{ protobuf: '4.25.8', typing_extensions: '4.12.0' },
      },
      ['skl2onnx==1.20.0', 'onnx==1.19.1', 'ml_dtypes==0.5.4'],
    ],
    [
      'beside an old protobuf an older onnx, which needs no more than that',
      '3.10.2',
      { ...NONE, 'scikit-learn': '1.2.2', numpy: '1.24.0', protobuf: '3.20.3' },
      ['skl2onnx==1.20.0', 'onnx==1.17.0'],
    ],
    [
      'only the converter, where onnx is there',
      '3.11.7',
      { ...NONE, 'scikit-learn': '1.9.1', numpy: '2.4.6', onnx: '1.18.0' },
      ['skl2onnx==1.20.0'],
    ],
    [
      'beside torch what its exporter needs, without what comes with torch',
      '3.11.7',
      {
        ...{
          ...NONE,
          'scikit-learn': '1.9.1',
          numpy: '2.4.6',
          torch: '2.13.0+cpu',
          typing_extensions: '4.16.0',
        },
        ...{ onnxscript: null, 'onnx-ir': null, packaging: null },
      },
      [
        ...['skl2onnx==1.20.0', 'onnx==1.23.2', 'protobuf==6.33.6', 'ml_dtypes==0.5.4'],
        ...['onnxscript==0.7.2', 'onnx-ir==1.1.0', 'packaging==26.3'],
      ],
    ],
    [
      'nothing, where all of it is there',
      '3.11.7',
      { ...NONE, 'scikit-learn': '1.9.1', numpy: '2.4.6', onnx: '1.18.0', skl2onnx: '1.19.1' },
      [],
    ],
  ]
  for (const [name, python, has, wanted] of cases)
    test(name, () => {
      assert.deepEqual(missingForConversion(python, has), wanted)
    })

  const refused: [string, Versions, RegExp][] = [
    ['scikit-learn', { ...NONE, 'scikit-learn': '1.0.2', numpy: '1.24.0' }, /scikit-learn 1\.0\.2/],
    ['onnx', { ...NONE, 'scikit-learn': '1.5.0', numpy: '1.26.0', onnx: '1.12.0' }, /has onnx 1\.12\.0/],
    [
      'protobuf',
      { ...NONE, 'scikit-learn': '1.5.0', numpy: '1.26.0', protobuf: '3.19.6' },
      /protobuf 3\.19\.6/,
    ],
  ]
  for (const [name, has, message] of refused)
    test(`a ${name} that is too old is named`, () => {
      assert.throws(() => missingForConversion('3.11.7', has), message)
    })
})
