"""PNG files of Pillow with their texts and pixels: `python make.py` (Pillow 13.0, numpy 2.4).

Kinds of pixels, what `convert('RGB')` makes of each (16-bit grey divided by 257 by hand, because
Pillow cuts it off), and texts of each kind of chunk, as AUTOMATIC1111 has Pillow write them
(`PngInfo.add_text('parameters', ...)`). Pillow reads interlaced files but does not write them: that
one is put together by hand.
"""
import json
import zlib
from pathlib import Path

import numpy as np
from PIL import Image
from PIL.PngImagePlugin import PngInfo

here = Path(__file__).parent
rng = np.random.default_rng(7)
noise = lambda *shape: rng.integers(0, 256, shape, dtype=np.uint8)
pictures = {
    'grey1': Image.fromarray(noise(5, 11) > 127),
    'grey8': Image.fromarray(noise(5, 7)),
    'grey-alpha': Image.fromarray(noise(5, 7, 2), 'LA'),
    'rgb': Image.fromarray(noise(6, 5, 3)),
    'rgba': Image.fromarray(noise(6, 5, 4)),
    'palette8': Image.fromarray(noise(9, 9, 3)).quantize(40),
    'palette4': Image.fromarray(noise(5, 7, 3)).quantize(9),
    'palette2': Image.fromarray(noise(5, 7, 3)).quantize(4),
}
expected = {}
for name, picture in pictures.items():
    bits = {'palette4': {'bits': 4}, 'palette2': {'bits': 2}}.get(name, {})
    picture.save(here / f'{name}.png', **bits)
    rgb = np.asarray(Image.open(here / f'{name}.png').convert('RGB'))
    expected[name] = {'height': rgb.shape[0], 'width': rgb.shape[1], 'rgb': rgb.ravel().tolist()}

deep = rng.integers(0, 65536, (4, 6), dtype=np.uint16)
Image.fromarray(deep).save(here / 'grey16.png')
rgb = np.repeat(np.rint(deep / 257)[..., None], 3, 2).astype(int)
expected['grey16'] = {'height': 4, 'width': 6, 'rgb': rgb.ravel().tolist()}


def chunk(kind, data):
    body = kind + data
    return len(data).to_bytes(4, 'big') + body + zlib.crc32(body).to_bytes(4, 'big')


def interlaced(pixels):
    """Adam7 without filters."""
    height, width, _ = pixels.shape
    passes = [(0, 0, 8, 8), (0, 4, 8, 8), (4, 0, 8, 4), (0, 2, 4, 4), (2, 0, 4, 2), (0, 1, 2, 2), (1, 0, 2, 1)]
    raw = b''
    for y, x, dy, dx in passes:
        part = pixels[y::dy, x::dx]
        if part.size:
            raw += b''.join(b'\0' + row.tobytes() for row in part)
    head = width.to_bytes(4, 'big') + height.to_bytes(4, 'big') + bytes([8, 2, 0, 0, 1])
    return b'\x89PNG\r\n\x1a\n' + chunk(b'IHDR', head) + chunk(b'IDAT', zlib.compress(raw)) + chunk(b'IEND', b'')


(here / 'interlaced.png').write_bytes(interlaced(noise(11, 13, 3)))
rgb = np.asarray(Image.open(here / 'interlaced.png').convert('RGB'))
expected['interlaced'] = {'height': 11, 'width': 13, 'rgb': rgb.ravel().tolist()}

# what AUTOMATIC1111 writes: Latin-1 where it is enough, else UTF-8; and packed ones of other programs
usual = (
    'a red house on a hill, (oil painting:1.2)\nsecond line\nNegative prompt: blurry, low quality\n'
    'Steps: 20, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 7, Seed: 965400086, Size: 512x768, '
    'Model hash: 45dee52b, Model: sd15, Clip skip: 2, Lora hashes: "ink: 0123abcd, film: 4567ef", Version: v1.10.1'
)
texts = {
    'latin': [('tEXt', 'parameters', usual + ', Note: café'), ('tEXt', 'Software', 'a program')],
    'unicode': [('iTXt', 'parameters', '日本 🦄\n' + usual)],
    'packed': [('zTXt', 'parameters', usual), ('iTXt packed', 'prompt', '{"日": ' + '1' * 500 + '}')],
}
expected_texts = {}
for name, parts in texts.items():
    info = PngInfo()
    for kind, key, text in parts:
        if kind.startswith('iTXt'):
            info.add_itxt(key, text, zip=kind.endswith('packed'))
        else:
            info.add_text(key, text, zip=kind == 'zTXt')
    Image.fromarray(noise(2, 3, 3)).save(here / f'text-{name}.png', pnginfo=info)
    shown = Image.open(here / f'text-{name}.png')
    shown.load()
    expected_texts[name] = {key: str(value) for key, value in shown.text.items()}

(here / 'expected.json').write_text(
    json.dumps({'pictures': expected, 'texts': expected_texts}, ensure_ascii=False) + '\n'
)
