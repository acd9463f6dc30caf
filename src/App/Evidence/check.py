#!/usr/bin/env python3
"""Checks an evidence bundle of Qingyuan with nothing but Python's own library.

    python3 check.py BUNDLE.zip [VKEY ...]

Digests of every part, every entry's place in the signed trees, and, where the module 'cryptography' is installed, the
Ed25519 signatures of the keys given (name+hex+base64). It does not compute the values once more and knows no quorum:
'qingyuan verify BUNDLE.zip --policy FILE' does.
"""
import base64, hashlib, json, struct, sys, zipfile


def leaf(entry):  # RFC 6962 2.1
    return hashlib.sha256(b"\0" + entry).digest()


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(lo, hi, items, hashes):
    """items: (position, leaf hash), ascending, all in lo..hi; hashes: an iterator over the proof's."""
    if not items:
        return next(hashes)
    if hi - lo == 1:
        return items[0][1]
    middle = lo + (1 << ((hi - lo - 1).bit_length() - 1))
    left = root(lo, middle, [i for i in items if i[0] < middle], hashes)
    return node(left, root(middle, hi, [i for i in items if i[0] >= middle], hashes))


def split(data):
    entries = []
    while data:
        (length,) = struct.unpack(">H", data[:2])
        entries.append(data[2:2 + length])
        data = data[2 + length:]
    return entries


def check_log(bundle, name, keys):
    head, _, note = bundle.read(name + "/proof").decode().partition("\n\n")
    lines = head.split("\n")
    assert lines[0] == "qingyuan-multi-proof/v1", "not a proof"
    positions, hashes = [], []
    for line in lines[1:]:
        if line.startswith("index "):
            first, _, last = line[6:].partition("-")
            positions += range(int(first), int(last or first) + 1)
        else:
            hashes.append(base64.b64decode(line))
    entries = split(bundle.read(name + "/entries"))
    assert len(entries) == len(positions), "not as many entries as positions"
    text, _, signatures = note.rpartition("\n\n")
    origin, size, signed = (text + "\n").split("\n")[:3]
    rest = iter(hashes)
    computed = root(0, int(size), [(p, leaf(e)) for p, e in zip(positions, entries)], rest)
    assert next(rest, None) is None, "the proof has hashes left over"
    assert base64.b64decode(signed) == computed, name + ": the entries do not give the signed root"
    print("OK    %s: %d entries stand in %s (size %s, root %s)" % (name, len(entries), origin, size, signed))
    for line in signatures.strip().split("\n"):
        _, signer, data = line.split(" ")
        check_signature(text + "\n", signer, base64.b64decode(data), keys)


def check_signature(text, signer, data, keys):
    for key in keys:
        name, key_id, public = key.split("+", 2)
        public = base64.b64decode(public)
        if name != signer or bytes.fromhex(key_id) != data[:4]:
            continue
        assert hashlib.sha256(name.encode() + b"\n" + public).digest()[:4] == data[:4], "a key was mistyped"
        try:
            from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
        except ImportError:
            print("  ?   signature of %s: install 'cryptography' to check it" % signer)
            return
        message, signature = text.encode(), data[4:]
        if public[0] == 4:  # a witness's cosignature carries its time
            (seconds,) = struct.unpack(">Q", signature[:8])
            message = b"cosignature/v1\ntime %d\n" % seconds + message
            signature = signature[8:]
        Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature, message)
        print("OK    signature of %s" % signer)
        return
    print("  ?   signature of %s not checked: no key given" % signer)


def main():
    keys = sys.argv[2:]
    with zipfile.ZipFile(sys.argv[1]) as bundle:
        raw = bundle.read("manifest.json")
        seal = dict(line.split(" ") for line in bundle.read("manifest.seal").decode().split("\n") if line)
        assert hashlib.sha256(raw).hexdigest() == seal["sha256"], "manifest.json was altered"
        manifest = json.loads(raw)
        listed = [part["name"] for part in manifest["parts"]]
        assert sorted(bundle.namelist()) == sorted(listed + ["manifest.json", "manifest.seal"]), "parts differ"
        for part in manifest["parts"]:
            data = bundle.read(part["name"])
            assert hashlib.sha256(data).hexdigest() == part["sha256"], part["name"] + " was altered (SHA-256)"
            if "sm3" in hashlib.algorithms_available:
                assert hashlib.new("sm3", data).hexdigest() == part["sm3"], part["name"] + " was altered (SM3)"
        print("OK    %d parts have the digests of the manifest" % len(listed))
        check_log(bundle, "frames", keys)
        check_log(bundle, "acts", keys)


if __name__ == "__main__":
    main()
