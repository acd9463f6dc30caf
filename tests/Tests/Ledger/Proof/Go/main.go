// A checker of our ledger that shares no code with it: golang.org/x/mod's note and tlog (Debian: golang-go,
// golang-golang-x-mod-dev). Run by GoInteropTests.
//
//	check DIR LOG-VKEY WITNESS-VKEY   recomputes a log directory from its tiles and bundles
//	make COUNT INDEX                  makes a tree, signs it, prints its key and a .tlog-proof of one record
package main

import (
	"bytes"
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

func main() {
	var err error
	switch {
	case len(os.Args) == 5 && os.Args[1] == "check":
		err = check(os.Args[2], os.Args[3], os.Args[4])
	case len(os.Args) == 4 && os.Args[1] == "make":
		err = make_(os.Args[2], os.Args[3])
	default:
		err = fmt.Errorf("usage: check DIR LOG-VKEY WITNESS-VKEY | make COUNT INDEX")
	}
	if err != nil {
		fmt.Println("FAIL", err)
		os.Exit(1)
	}
}

// tiles reads the C2SP layout: tile/<L>/<N>, where x/mod writes tile/8/<L>/<N>.
type tiles struct{ dir string }

func (t tiles) Height() int                         { return 8 }
func (t tiles) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (t tiles) path(tile tlog.Tile) string {
	return filepath.Join(t.dir, "tile", strings.TrimPrefix(tile.Path(), "tile/8/"))
}

func (t tiles) ReadTiles(asked []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range asked {
		data, err := os.ReadFile(t.path(tile))
		if err != nil && tile.W < 256 {
			whole := tile
			whole.W = 256
			if data, err = os.ReadFile(t.path(whole)); err == nil {
				data = data[:tile.W*tlog.HashSize]
			}
		}
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

func check(dir, logKey, witnessKey string) error {
	verifier, err := note.NewVerifier(logKey)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return err
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(opened.Text, "\n")
	if lines[0] != verifier.Name() {
		return fmt.Errorf("origin %q", lines[0])
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	tree := tlog.Tree{N: size, Hash: root}
	reader := tlog.TileHashReader(tree, tiles{dir})
	computed, err := tlog.TreeHash(size, reader)
	if err != nil {
		return err
	}
	if computed != root {
		return fmt.Errorf("root %v, signed %v", computed, root)
	}
	if err := entries(dir, tree, reader); err != nil {
		return err
	}
	for _, old := range []int64{1, 2, 255, 256, 257, size / 2, size - 1} {
		if old < 1 || old >= size {
			continue
		}
		earlier, err := tlog.TreeHash(old, reader)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveTree(size, old, reader)
		if err != nil {
			return err
		}
		if err := tlog.CheckTree(proof, size, root, old, earlier); err != nil {
			return err
		}
	}
	if err := cosigned(opened, witnessKey); err != nil {
		return err
	}
	fmt.Println("OK", size)
	return nil
}

// entries checks each record of each bundle against the tree, and an inclusion proof of every 37th.
func entries(dir string, tree tlog.Tree, reader tlog.HashReader) error {
	for index := int64(0); index < tree.N; {
		tile := tlog.Tile{H: 8, L: 0, N: index / 256, W: int(min(256, tree.N-index))}
		name := strings.Replace(tiles{dir}.path(tile), "tile/0/", "tile/entries/", 1)
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			record := data[2 : 2+length]
			data = data[2+length:]
			hashes, err := reader.ReadHashes([]int64{tlog.StoredHashIndex(0, index)})
			if err != nil {
				return err
			}
			if hashes[0] != tlog.RecordHash(record) {
				return fmt.Errorf("record %d has another hash", index)
			}
			if index%37 == 0 {
				proof, err := tlog.ProveRecord(tree.N, index, reader)
				if err != nil {
					return err
				}
				if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(record)); err != nil {
					return err
				}
			}
			index++
		}
	}
	return nil
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

// cosigned checks a cosignature/v1 line (C2SP tlog-cosignature) with the standard library alone.
func cosigned(opened *note.Note, key string) error {
	parts := strings.SplitN(key, "+", 3)
	id, _ := strconv.ParseUint(parts[1], 16, 32)
	public, err := base64.StdEncoding.DecodeString(parts[2])
	if err != nil || public[0] != 4 {
		return fmt.Errorf("not a cosignature key: %v", err)
	}
	hash := sha256.Sum256(append([]byte(parts[0]+"\n"), public...))
	if binary.BigEndian.Uint32(hash[:]) != uint32(id) {
		return fmt.Errorf("key id")
	}
	for _, sig := range opened.UnverifiedSigs {
		if sig.Name != parts[0] || sig.Hash != uint32(id) {
			continue
		}
		data, _ := base64.StdEncoding.DecodeString(sig.Base64)
		seconds := binary.BigEndian.Uint64(data[4:])
		message := fmt.Sprintf("cosignature/v1\ntime %d\n%s", seconds, opened.Text)
		if !ed25519.Verify(public[1:], []byte(message), data[12:]) {
			return fmt.Errorf("cosignature of %s", sig.Name)
		}
		return nil
	}
	return fmt.Errorf("no cosignature of %s", parts[0])
}

type memory []tlog.Hash

func (m memory) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	var out []tlog.Hash
	for _, i := range indexes {
		out = append(out, m[i])
	}
	return out, nil
}

func make_(countText, indexText string) error {
	count, _ := strconv.ParseInt(countText, 10, 64)
	index, _ := strconv.ParseInt(indexText, 10, 64)
	secret, public, err := note.GenerateKey(bytes.NewReader(make([]byte, 64)), "go.example/log")
	if err != nil {
		return err
	}
	signer, err := note.NewSigner(secret)
	if err != nil {
		return err
	}
	var stored memory
	for i := int64(0); i < count; i++ {
		hashes, err := tlog.StoredHashes(i, []byte(fmt.Sprintf("record %d", i)), stored)
		if err != nil {
			return err
		}
		stored = append(stored, hashes...)
	}
	root, err := tlog.TreeHash(count, stored)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveRecord(count, index, stored)
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: fmt.Sprintf("go.example/log\n%d\n%v\n", count, root)}, signer)
	if err != nil {
		return err
	}
	fmt.Println(public)
	fmt.Printf("c2sp.org/tlog-proof@v1\nindex %d\n", index)
	for _, hash := range proof {
		fmt.Println(hash)
	}
	fmt.Printf("\n%s", signed)
	return nil
}
