#!/usr/bin/env bash
# Native TensorFlow for @tensorflow/tfjs-node-gpu on Linux x64: library and headers from the CPU
# wheel, verified by its hash, then the addon is compiled. Done once; a half-done run is repeated.
set -euo pipefail
cd "$(dirname "$0")/../.."
version=2.21.0
package=node_modules/@tensorflow/tfjs-node-gpu
home="$PWD/.n2d/tensorflow/$version"
if [ ! -e "$home/done" ]; then
  rm -rf "$home.part" "$home"
  mkdir -p "$home.part"
  python3 -m pip download --quiet --no-deps --only-binary=:all: --python-version 3.12 \
    --platform manylinux_2_27_x86_64 --dest "$home.part" "tensorflow-cpu==$version"
  python3 - "$home.part" <<'PY'
import glob, hashlib, sys, zipfile
home = sys.argv[1]
(wheel,) = glob.glob(home + '/*.whl')
wanted = 'dcc8afd32930e42d5296b6ee19078b773706830af4ea97fbe503b9f5e0f820cb'
found = hashlib.sha256(open(wheel, 'rb').read()).hexdigest()
if found != wanted:
    sys.exit(f'tensorflow wheel is damaged: got sha256 {found}; expected {wanted}; run again')
libraries = ('tensorflow/libtensorflow_cc.so.2', 'tensorflow/libtensorflow_framework.so.2')
with zipfile.ZipFile(wheel) as archive:
    for entry in archive.infolist():
        if entry.filename in libraries or entry.filename.startswith('tensorflow/include/'):
            archive.extract(entry, home)
PY
  rm -f "$home.part"/*.whl
  mv "$home.part" "$home"
  touch "$home/done"
fi
mkdir -p "$package/deps/lib"
lib="$home/tensorflow"
ln -sf "$lib/libtensorflow_cc.so.2" "$package/deps/lib/libtensorflow.so"
ln -sf "$lib/libtensorflow_cc.so.2" "$package/deps/lib/libtensorflow_cc.so.2"
ln -sf "$lib/libtensorflow_framework.so.2" "$package/deps/lib/libtensorflow_framework.so"
ln -sf "$lib/libtensorflow_framework.so.2" "$package/deps/lib/libtensorflow_framework.so.2"
ln -sfn "$lib/include" "$package/deps/include"
if [ ! -e "$package/lib/napi-v8/tfjs_binding.node" ]; then
  bin="$PWD/node_modules/.bin"
  (cd "$package" && PATH="$bin:$PATH" node-pre-gyp install --build-from-source ${NODE_HEADERS:+--nodedir="$NODE_HEADERS"})
fi
