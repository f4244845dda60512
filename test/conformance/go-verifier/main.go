// Verifies a log and proofs of ours with golang.org/x/mod/sumdb, of which we wrote no line. x/mod's
// TileHashReader up to v0.39 hands out hashes that it has not authenticated (CVE-2026-56865): so the
// tree is rebuilt from the entries, and proofs made over tiles are checked against the signed root.
//
//	verifier log DIR VKEY    the log of a folder: exit 0 all holds, 1 a line for each that does not
//	verifier proofs          proofs and notes as JSON on standard input, a JSON list of booleans out
//	verifier sign KEY        signs standard input as a note
package main

import (
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

func main() {
	args := os.Args[1:]
	switch {
	case len(args) == 3 && args[0] == "log":
		findings := verifyLog(args[1], args[2])
		for _, finding := range findings {
			fmt.Println(finding)
		}
		if len(findings) > 0 {
			os.Exit(1)
		}
	case len(args) == 1 && args[0] == "proofs":
		exitOn(checkProofs(os.Stdin, os.Stdout))
	case len(args) == 2 && args[0] == "sign":
		exitOn(sign(args[1], os.Stdin, os.Stdout))
	default:
		exitOn(fmt.Errorf("usage: verifier log DIR VKEY | proofs | sign KEY"))
	}
}

func exitOn(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(2)
	}
}

// verifyLog says what does not hold.
func verifyLog(dir, vkey string) []string {
	tree, err := openCheckpoint(dir, vkey)
	if err != nil {
		return []string{err.Error()}
	}
	stored, leaves, err := rebuild(dir, tree.N)
	if err != nil {
		return []string{err.Error()}
	}
	findings := []string{}
	if root, err := tlog.TreeHash(tree.N, stored); err != nil || root != tree.Hash {
		findings = append(findings, fmt.Sprintf("root: the entries give %v, signed is %v", root, tree.Hash))
	}
	findings = append(findings, compareTiles(dir, tree.N, stored)...)
	return append(findings, proveOverTiles(dir, tree, leaves, stored)...)
}

func openCheckpoint(dir, vkey string) (tlog.Tree, error) {
	verifier, err := note.NewVerifier(vkey)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("key: %v", err)
	}
	text, err := os.ReadFile(filepath.Join(dir, "checkpoint"))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %v", err)
	}
	opened, err := note.Open(text, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %v", err)
	}
	// tlog.ParseTree takes the origin of sum.golang.org only.
	lines := strings.Split(opened.Text, "\n")
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, fmt.Errorf("checkpoint: origin %q, the key is of %q", lines[0], verifier.Name())
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %v", err)
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return tlog.Tree{}, fmt.Errorf("checkpoint: %v", err)
	}
	return tlog.Tree{N: size, Hash: root}, nil
}

// storage holds the hashes of a tree in x/mod's order.
type storage []tlog.Hash

func (s storage) ReadHashes(indexes []int64) ([]tlog.Hash, error) {
	out := make([]tlog.Hash, len(indexes))
	for i, index := range indexes {
		if index >= int64(len(s)) {
			return nil, fmt.Errorf("hash %d is beyond the tree", index)
		}
		out[i] = s[index]
	}
	return out, nil
}

// rebuild reads every entry bundle and makes every hash of the tree anew.
func rebuild(dir string, size int64) (storage, []tlog.Hash, error) {
	stored := storage{}
	leaves := []tlog.Hash{}
	for bundle := int64(0); bundle*256 < size; bundle++ {
		width := min64(256, size-bundle*256)
		path := tilePath(tlog.Tile{H: height, L: 0, N: bundle, W: int(width)}, "entries")
		data, err := os.ReadFile(filepath.Join(dir, path))
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %v", path, err)
		}
		entries, err := decodeBundle(data)
		if err != nil || int64(len(entries)) != width {
			return nil, nil, fmt.Errorf("%s: %d entries for %d (%v)", path, len(entries), width, err)
		}
		for i, entry := range entries {
			leaf := tlog.RecordHash(entry)
			hashes, err := tlog.StoredHashesForRecordHash(bundle*256+int64(i), leaf, stored)
			if err != nil {
				return nil, nil, err
			}
			stored = append(stored, hashes...)
			leaves = append(leaves, leaf)
		}
	}
	return stored, leaves, nil
}

func decodeBundle(data []byte) ([][]byte, error) {
	entries := [][]byte{}
	for len(data) > 0 {
		if len(data) < 2 || len(data) < 2+int(binary.BigEndian.Uint16(data)) {
			return entries, fmt.Errorf("cut off")
		}
		end := 2 + int(binary.BigEndian.Uint16(data))
		entries = append(entries, data[2:end])
		data = data[end:]
	}
	return entries, nil
}

// compareTiles compares each tile of the tree with the one that the entries give.
func compareTiles(dir string, size int64, stored storage) []string {
	findings := []string{}
	for level, count := 0, size; count > 0; level, count = level+1, count/256 {
		for index := int64(0); index*256 < count; index++ {
			width := int(min64(256, count-index*256))
			tile := tlog.Tile{H: height, L: level, N: index, W: width}
			path := tilePath(tile, strconv.Itoa(level))
			own, err := tlog.ReadTileData(tile, stored)
			if err != nil {
				return append(findings, fmt.Sprintf("%s: %v", path, err))
			}
			served, err := os.ReadFile(filepath.Join(dir, path))
			if err != nil {
				findings = append(findings, fmt.Sprintf("%s: %v", path, err))
			} else if !bytes.Equal(own, served) {
				findings = append(findings, fmt.Sprintf("%s: differs from what the entries give", path))
			}
		}
	}
	return findings
}

// proveOverTiles makes proofs with x/mod out of our tiles and checks them against the signed root.
func proveOverTiles(dir string, tree tlog.Tree, leaves []tlog.Hash, stored storage) []string {
	findings := []string{}
	reader := tlog.TileHashReader(tree, tileFolder(dir))
	for _, index := range []int64{0, 1, 254, 255, 256, 257, 511, 512, 65535, 65536, tree.N - 1} {
		if index < 0 || index >= tree.N {
			continue
		}
		proof, err := tlog.ProveRecord(tree.N, index, reader)
		if err == nil {
			err = tlog.CheckRecord(proof, tree.N, tree.Hash, index, leaves[index])
		}
		if err != nil {
			findings = append(findings, fmt.Sprintf("entry %d: %v", index, err))
		}
	}
	for _, size := range []int64{1, 255, 256, 257, 511, 512, 65535, 65536, 65537, tree.N} {
		if size > tree.N {
			continue
		}
		old, err := tlog.TreeHash(size, stored)
		if err == nil {
			var proof tlog.TreeProof
			if proof, err = tlog.ProveTree(tree.N, size, reader); err == nil {
				err = tlog.CheckTree(proof, tree.N, tree.Hash, size, old)
			}
		}
		if err != nil {
			findings = append(findings, fmt.Sprintf("consistency from %d: %v", size, err))
		}
	}
	return findings
}

type tileFolder string

func (tileFolder) Height() int { return height }

func (tileFolder) SaveTiles([]tlog.Tile, [][]byte) {}

func (dir tileFolder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	out := make([][]byte, len(tiles))
	for i, tile := range tiles {
		data, err := os.ReadFile(filepath.Join(string(dir), tilePath(tile, strconv.Itoa(tile.L))))
		if err != nil {
			return nil, err
		}
		out[i] = data
	}
	return out, nil
}

// tilePath is x/mod's path without the height: tile/<level>/<index>.
func tilePath(tile tlog.Tile, level string) string {
	tail := strings.SplitN(tile.Path(), "/", 4)[3]
	return "tile/" + level + "/" + tail
}

// claim is one thing for x/mod to judge.
type claim struct {
	Kind  string   `json:"kind"` // inclusion, consistency or note
	Index int64    `json:"index"`
	Size1 int64    `json:"size1"`
	Size  int64    `json:"size"`
	Root1 string   `json:"root1"`
	Root  string   `json:"root"`
	Leaf  string   `json:"leaf"`
	Proof []string `json:"proof"`
	Note  string   `json:"note"`
	Vkey  string   `json:"vkey"`
}

func checkProofs(in io.Reader, out io.Writer) error {
	claims := []claim{}
	if err := json.NewDecoder(in).Decode(&claims); err != nil {
		return err
	}
	results := make([]bool, len(claims))
	for i, each := range claims {
		results[i] = each.holds() == nil
	}
	return json.NewEncoder(out).Encode(results)
}

func (c claim) holds() error {
	if c.Kind == "note" {
		verifier, err := note.NewVerifier(c.Vkey)
		if err != nil {
			return err
		}
		_, err = note.Open([]byte(c.Note), note.VerifierList(verifier))
		return err
	}
	root, err := tlog.ParseHash(c.Root)
	if err != nil {
		return err
	}
	proof := make([]tlog.Hash, len(c.Proof))
	for i, text := range c.Proof {
		if proof[i], err = tlog.ParseHash(text); err != nil {
			return err
		}
	}
	if c.Kind == "inclusion" {
		leaf, err := base64.StdEncoding.DecodeString(c.Leaf)
		if err != nil {
			return err
		}
		return tlog.CheckRecord(proof, c.Size, root, c.Index, tlog.RecordHash(leaf))
	}
	root1, err := tlog.ParseHash(c.Root1)
	if err != nil {
		return err
	}
	return tlog.CheckTree(proof, c.Size, root, c.Size1, root1)
}

func sign(key string, in io.Reader, out io.Writer) error {
	signer, err := note.NewSigner(key)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(in)
	if err != nil {
		return err
	}
	signed, err := note.Sign(&note.Note{Text: string(text)}, signer)
	if err != nil {
		return err
	}
	_, err = out.Write(signed)
	return err
}

func min64(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}
