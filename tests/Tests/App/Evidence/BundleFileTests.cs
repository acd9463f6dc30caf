using System.IO.Compression;
using System.Text;
using CsCheck;
using Qingyuan.App.Evidence;

namespace Qingyuan.Tests.App;

public class BundleFileTests
{
    [Fact]
    public void What_is_written_is_read_back_by_us_and_by_any_other_program()
    {
        Gen.Select(Gen.Byte.Array[0, 2_000].List[1, 6], Gen.Bool).Sample((contents, repeat) =>
        {
            byte[][] bytes = [.. contents.Select(c => repeat && c.Length > 0
                ? [.. Enumerable.Range(0, 40).SelectMany(_ => c)] : c)];
            byte[] zip = BundleFile.Write([.. bytes.Select((c, i) => ($"部分/{i}", c, BundleFile.Pack(c)))]);
            BundleFile read = BundleFile.Read(zip);
            Assert.Empty(read.Flaws);
            using var other = new ZipArchive(new MemoryStream(zip));
            for (int i = 0; i < bytes.Length; i++)
            {
                Assert.Equal(bytes[i], read[$"部分/{i}"]!.Content);
                using var opened = new MemoryStream();
                using (Stream entry = other.GetEntry($"部分/{i}")!.Open())
                    entry.CopyTo(opened);
                Assert.Equal(bytes[i], opened.ToArray());
            }
            return other.Entries.Count == bytes.Length;
        }, iter: 60);
    }

    [Fact]
    public void A_changed_byte_outside_the_packed_bytes_is_always_a_flaw_with_its_place()
    {
        byte[] content = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat("清源 ", 50)));
        byte[] stored = [1, 2, 3, 4];
        byte[] zip = BundleFile.Write([("a", content, BundleFile.Pack(content)), ("b", stored, stored)]);
        for (int at = 0; at < zip.Length; at++)
        {
            byte[] changed = [.. zip];
            changed[at] ^= 0x41;
            BundleFile read = BundleFile.Read(changed);
            // Packed bytes have digests of their own in the manifest; everything else must show here.
            bool packed = read.Flaws.Count == 0 && read.Parts.Count == 2;
            Assert.True(!packed || !read["a"]!.Packed.Span.SequenceEqual(BundleFile.Pack(content)), $"byte {at}");
        }
    }

    [Fact]
    public void Bytes_before_between_or_after_the_parts_are_found()
    {
        byte[] zip = BundleFile.Write([("a", [1], [1])]);
        Assert.NotEmpty(BundleFile.Read((byte[])[.. zip, 0]).Flaws);
        Assert.NotEmpty(BundleFile.Read((byte[])[0, .. zip]).Flaws);
        Assert.NotEmpty(BundleFile.Read(zip.AsMemory(0, zip.Length - 1)).Flaws);
        Assert.NotEmpty(BundleFile.Read(Array.Empty<byte>()).Flaws);
    }

    [Fact]
    public void A_part_that_claims_to_unpack_to_far_more_than_it_can_is_refused_before_memory_is_taken()
    {
        byte[] content = new byte[1_000];
        byte[] zip = BundleFile.Write([("a", content, BundleFile.Pack(content))]);
        // The length after unpacking, in the header: 22 bytes in.
        zip[25] = 0x10;
        Assert.Null(BundleFile.Read(zip)["a"]!.Content);
    }
}
