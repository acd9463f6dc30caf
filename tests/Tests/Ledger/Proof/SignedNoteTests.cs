using System.Text;
using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class SignedNoteTests
{
    // golang.org/x/mod sumdb/note, note_test.go: a verifier key and a note signed with it by another implementation.
    private const string GoKey = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
    private const string GoNote =
        "If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n\n" +
        "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

    private static readonly SigningKey Key = SigningKey.OfSeed([.. Enumerable.Range(0, 32).Select(i =>
        (byte)i)], "a.example/log");

    [Fact]
    public void A_note_signed_by_the_go_implementation_is_good()
    {
        VerifierKey key = VerifierKey.Parse(GoKey);
        Assert.Equal(GoKey, key.ToString());
        Assert.Equal(SignatureState.Good, SignedNote.Parse(GoNote).Check(key));
        Assert.Equal(SignatureState.Bad, SignedNote.Parse(GoNote.Replace("answer", "Answer",
            StringComparison.Ordinal)).Check(key));
    }

    [Fact]
    public void What_we_sign_we_verify_and_unknown_signatures_are_ignored()
    {
        string note = Key.Sign("hello\n\nworld\n");
        SignedNote parsed = SignedNote.Parse(Encoding.UTF8.GetBytes(note));
        Assert.Equal("hello\n\nworld\n", parsed.Text);
        Assert.Equal(SignatureState.Good, parsed.Check(Key.Verifier));
        Assert.Equal(SignatureState.Absent, parsed.Check(VerifierKey.Parse(GoKey)));
        SignedNote two = SignedNote.Parse(note + "— stranger AAAAAAAA\n");
        Assert.Equal(SignatureState.Good, two.Check(Key.Verifier));
        Assert.Equal(2, two.Signatures.Count);
    }

    [Theory]
    [InlineData("")]
    [InlineData("text\n")]
    [InlineData("text\n\n")]
    [InlineData("text\n\n— a AAAAAAAA")]
    [InlineData("text\n\n- a AAAAAAAA\n")]
    [InlineData("text\n\n— a+b AAAAAAAA\n")]
    [InlineData("text\n\n— a AAAA\n")]
    [InlineData("text\n\n— a AAAAAAA\n")]
    [InlineData("te\rxt\n\n— a AAAAAAAA\n")]
    [InlineData("te\txt\n\n— a AAAAAAAA\n")]
    public void A_malformed_note_is_refused(string note) =>
        Assert.Throws<FormatException>(() => SignedNote.Parse(Encoding.UTF8.GetBytes(note)));

    [Fact]
    public void Too_many_signatures_and_too_many_bytes_are_refused()
    {
        string line = "— a AAAAAAAA\n";
        string most = "t\n\n" + string.Concat(Enumerable.Repeat(line, SignedNote.SignaturesMax));
        Assert.Equal(SignedNote.SignaturesMax, SignedNote.Parse(most).Signatures.Count);
        Assert.Throws<FormatException>(() => SignedNote.Parse(most + line));
        byte[] large = new byte[SignedNote.NoteBytesMax + 1];
        large.AsSpan().Fill((byte)'a');
        Assert.Throws<FormatException>(() => SignedNote.Parse(large));
        Assert.Throws<FormatException>(() => SignedNote.Parse([0xFF, (byte)'\n', (byte)'\n']));
    }

    [Theory]
    [InlineData("")]
    [InlineData("name+00000000+AA==")]
    [InlineData("PeterNeumann+c74f20a4+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    [InlineData("PeterNeumann+c74f20a3+BRpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")]
    public void A_mistyped_key_is_refused(string key) => Assert.Throws<FormatException>(() => VerifierKey.Parse(key));

    [Theory]
    [InlineData("o\n01\n" + Root + "\n")]
    [InlineData("o\n-1\n" + Root + "\n")]
    [InlineData("o\n1\nAAAA\n")]
    [InlineData("o\n1\n" + Root + "\n\n")]
    [InlineData("\n1\n" + Root + "\n")]
    [InlineData("o\n1\n")]
    public void A_malformed_checkpoint_is_refused(string text) =>
        Assert.Throws<FormatException>(() => Checkpoint.Of(SignedNote.Parse(Key.Sign(text)), ""));

    [Fact]
    public void Extension_lines_are_allowed()
    {
        Checkpoint head = Checkpoint.Of(SignedNote.Parse(Key.Sign($"o\n7\n{Root}\nextension\n")), "");
        Assert.Equal(("o", 7), (head.Origin, head.Size));
    }

    private const string Root = "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
}
