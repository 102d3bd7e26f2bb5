"""Unpacks from a wheel the files whose names begin with one of the prefixes.

usage: python unpack.py WHEEL FOLDER PREFIX...
Prints 'done total' in bytes while it works, for the progress bar.
"""
import os
import sys
import zipfile

wheel, folder, *prefixes = sys.argv[1:]
with zipfile.ZipFile(wheel) as archive:
    entries = [e for e in archive.infolist() if e.filename.startswith(tuple(prefixes))]
    total = sum(entry.file_size for entry in entries)
    done = 0
    for entry in entries:
        if entry.is_dir():
            continue
        target = os.path.join(folder, *entry.filename.split('/'))
        os.makedirs(os.path.dirname(target), exist_ok=True)
        with archive.open(entry) as source, open(target, 'wb') as out:
            while chunk := source.read(1 << 22):
                out.write(chunk)
                done += len(chunk)
                print(done, total, flush=True)
