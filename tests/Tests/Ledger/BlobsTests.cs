using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class BlobsTests
{
    [Fact]
    public void Bytes_are_kept_once_under_their_digest_and_a_change_is_seen()
    {
        using var place = new TemporaryLog();
        var blobs = new Blobs(Path.Combine(place.Root, "blobs"));
        string digest = blobs.Put("abc"u8);
        // FIPS 180-4: the digest of "abc".
        Assert.Equal("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad", digest);
        Assert.Equal(digest, blobs.Put("abc"u8));
        Assert.Equal("abc", Encoding.ASCII.GetString(blobs.Get(digest)!));
        string file = Path.Combine(place.Root, "blobs", "ba", "78", digest);
        Assert.Single(Directory.GetFiles(Path.GetDirectoryName(file)!));
        Assert.Null(blobs.Get(new string('0', 64)));
        File.WriteAllText(file, "abd");
        Assert.Throws<InvalidDataException>(() => blobs.Get(digest));
        blobs.Put("abc"u8);
        Assert.Equal("abc", Encoding.ASCII.GetString(blobs.Get(digest)!));
    }

    [Theory]
    [InlineData("../../etc/passwd")]
    [InlineData("BA7816BF8F01CFEA414140DE5DAE2223B00361A396177A9CB410FF61F20015AD")]
    public void A_name_that_is_no_digest_is_refused(string name) =>
        Assert.Throws<ArgumentException>(() => new Blobs(Path.GetTempPath()).Get(name));

    [Fact]
    public void A_blob_beyond_the_limit_is_refused() =>
        Assert.Throws<ArgumentException>(() => new Blobs(Path.GetTempPath()).Put(new byte[Blobs.BlobBytesMax + 1]));
}
