using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Org.BouncyCastle.Math.EC.Rfc8032;

namespace Qingyuan.Ledger;

/// <summary>What a note says about one key.</summary>
public enum SignatureState { Absent, Good, Bad }

/// <summary>One signature line.</summary>
public sealed record NoteSignature(string Name, uint KeyId, byte[] Bytes)
{
    /// <summary>The line as it stands in a note, LF included.</summary>
    public string Line
    {
        get
        {
            byte[] bytes = [0, 0, 0, 0, .. Bytes];
            BinaryPrimitives.WriteUInt32BigEndian(bytes, KeyId);
            return $"— {Name} {Convert.ToBase64String(bytes)}\n";
        }
    }
}

/// <summary>
/// A signed note (C2SP signed-note): text, empty line, signature lines. Reading one proves nothing; ask
/// <see cref="Check"/> with a key from elsewhere.
/// </summary>
public sealed class SignedNote
{
    public const int NoteBytesMax = 64 << 10;
    public const int SignaturesMax = 100;

    private SignedNote(string text, IReadOnlyList<NoteSignature> signatures) =>
        (Text, Signatures) = (text, signatures);

    /// <summary>The signed text, final LF included.</summary>
    public string Text { get; }
    public IReadOnlyList<NoteSignature> Signatures { get; }

    /// <exception cref="FormatException">Not a signed note; the message says why.</exception>
    public static SignedNote Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > NoteBytesMax)
            throw new FormatException($"the note is longer than {NoteBytesMax} bytes");
        foreach (byte b in bytes)
        {
            if (b < 0x20 && b != (byte)'\n')
                throw new FormatException("the note has a control character");
        }
        string note;
        try
        {
            note = Strict.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            throw new FormatException("the note is not UTF-8");
        }
        return Parse(note);
    }

    public static SignedNote Parse(string note)
    {
        // The text may hold empty lines: the split is at the last one.
        int split = note.LastIndexOf("\n\n", StringComparison.Ordinal);
        if (split < 0 || note[^1] != '\n')
            throw new FormatException("the note has no empty line before its signatures");
        string text = note[..(split + 1)];
        string[] lines = note[(split + 2)..].Split('\n', SignaturesMax + 2);
        if (lines.Length - 1 > SignaturesMax)
            throw new FormatException($"the note has more than {SignaturesMax} signatures");
        var signatures = new List<NoteSignature>();
        foreach (string line in lines.AsSpan(0, lines.Length - 1))
            signatures.Add(ParseSignature(line));
        if (signatures.Count == 0)
            throw new FormatException("the note has no signature");
        return new SignedNote(text, signatures);
    }

    /// <summary>Unknown signatures are ignored; one by this key that fails makes the whole note bad.</summary>
    public SignatureState Check(VerifierKey key)
    {
        var state = SignatureState.Absent;
        foreach (NoteSignature signature in Signatures)
        {
            if (signature.KeyId != key.Id || signature.Name != key.Name)
                continue;
            if (!key.Verifies(Text, signature.Bytes))
                return SignatureState.Bad;
            state = SignatureState.Good;
        }
        return state;
    }

    private static NoteSignature ParseSignature(string line)
    {
        string[] parts = line.Split(' ');
        if (parts.Length != 3 || parts[0] != "—" || !IsName(parts[1]))
            throw new FormatException("a signature line is malformed");
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(parts[2]);
        }
        catch (FormatException)
        {
            throw new FormatException("a signature is not base64");
        }
        // Not canonical base64 would be a second spelling of the same note.
        if (bytes.Length < 5 || Convert.ToBase64String(bytes) != parts[2])
            throw new FormatException("a signature is malformed");
        return new NoteSignature(parts[1], BinaryPrimitives.ReadUInt32BigEndian(bytes), bytes[4..]);
    }

    internal static bool IsName(string name) =>
        name.Length > 0 && !name.Contains('+') && !name.Any(char.IsWhiteSpace);

    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
}

/// <summary>A public key with the name of its holder: <c>name+8 hex digits+base64(type ‖ key)</c>.</summary>
public sealed record VerifierKey
{
    /// <summary>Ed25519 over the text, and over a timestamped cosignature message (C2SP signed-note,
    /// "Types").</summary>
    public const byte Ed25519Type = 0x01, CosignatureType = 0x04;

    public required string Name { get; init; }
    public required uint Id { get; init; }
    public required byte Type { get; init; }
    public required byte[] PublicKey { get; init; }

    public static VerifierKey Of(string name, byte type, byte[] publicKey) => new()
    {
        Name = SignedNote.IsName(name) ? name : throw new FormatException($"'{name}' cannot be the name of a key"),
        Type = type,
        PublicKey = publicKey,
        Id = IdOf(name, type, publicKey),
    };

    /// <exception cref="FormatException">Not a verifier key of a kind we know; the message says why.</exception>
    public static VerifierKey Parse(string text)
    {
        string[] parts = text.Trim().Split('+', 3);
        if (parts.Length != 3 || parts[1].Length != 8)
            throw new FormatException("a verifier key looks like name+8 hex digits+base64");
        byte[] bytes;
        try
        {
            bytes = Convert.FromBase64String(parts[2]);
        }
        catch (FormatException)
        {
            throw new FormatException("the verifier key's last part is not base64");
        }
        if (bytes.Length != 33 || bytes[0] is not (Ed25519Type or CosignatureType))
            throw new FormatException("only Ed25519 keys (type 1) and Ed25519 cosignature keys (type 4) are known");
        VerifierKey key = Of(parts[0], bytes[0], bytes[1..]);
        if (!uint.TryParse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture, out uint id) || id != key.Id)
            throw new FormatException("the verifier key's ID does not belong to its name and key: it was mistyped");
        return key;
    }

    /// <summary>True = the signature holds over a note's text.</summary>
    public bool Verifies(string text, ReadOnlySpan<byte> signature)
    {
        if (Type == Ed25519Type)
            return signature.Length == 64 && Holds(signature, Encoding.UTF8.GetBytes(text));
        return Type == CosignatureType && signature.Length == 72
            && Holds(signature[8..], CosignedMessage(text, BinaryPrimitives.ReadUInt64BigEndian(signature)));
    }

    /// <summary>C2SP tlog-cosignature: what a witness signs.</summary>
    internal static byte[] CosignedMessage(string text, ulong seconds) =>
        Encoding.UTF8.GetBytes($"cosignature/v1\ntime {seconds.ToString(CultureInfo.InvariantCulture)}\n{text}");

    public override string ToString() =>
        $"{Name}+{Id:x8}+{Convert.ToBase64String([Type, .. PublicKey])}";

    private bool Holds(ReadOnlySpan<byte> signature, byte[] message) =>
        Ed25519.Verify(signature.ToArray(), 0, PublicKey, 0, message, 0, message.Length);

    // C2SP signed-note: the first four bytes of SHA-256(name ‖ LF ‖ type ‖ key).
    private static uint IdOf(string name, byte type, byte[] publicKey) => BinaryPrimitives.ReadUInt32BigEndian(
        SHA256.HashData([.. Encoding.UTF8.GetBytes(name), (byte)'\n', type, .. publicKey]));
}

/// <summary>
/// The private key of a log or a witness: 32 bytes in base64 in a file of mode 0600. Never leaves the process.
/// </summary>
internal sealed class SigningKey
{
    private readonly byte[] _seed;

    private SigningKey(byte[] seed, string name, byte type)
    {
        _seed = seed;
        byte[] publicKey = new byte[Ed25519.PublicKeySize];
        Ed25519.GeneratePublicKey(seed, 0, publicKey, 0);
        Verifier = VerifierKey.Of(name, type, publicKey);
    }

    public VerifierKey Verifier { get; }

    public static SigningKey OfSeed(byte[] seed, string name, byte type = VerifierKey.Ed25519Type) =>
        new(seed, name, type);

    /// <summary>Reads the key, or makes one (durable when it returns).</summary>
    public static SigningKey LoadOrMake(string file, string name, byte type = VerifierKey.Ed25519Type)
    {
        if (OperatingSystem.IsWindows())
            throw new PlatformNotSupportedException("The ledger keeps its private key by file mode; it needs Linux.");
        if (!File.Exists(file))
        {
            string directory = Path.GetDirectoryName(Path.GetFullPath(file))!;
            if (!Directory.Exists(directory))
                Directory.CreateDirectory(directory, OwnerOnly | UnixFileMode.UserExecute);
            byte[] made = RandomNumberGenerator.GetBytes(Ed25519.SecretKeySize);
            DurableFile.WriteSecret(Path.GetFullPath(file),
                Encoding.ASCII.GetBytes(Convert.ToBase64String(made) + "\n"));
            return new SigningKey(made, name, type);
        }
        UnixFileMode mode = File.GetUnixFileMode(file);
        if ((mode & ~(OwnerOnly | UnixFileMode.UserExecute)) != 0)
            throw new LedgerRefusedException($"The private key {file} is open to others. Run: chmod 600 {file}");
        byte[] seed = new byte[Ed25519.SecretKeySize];
        string text = File.ReadAllText(file).Trim();
        if (!Convert.TryFromBase64String(text, seed, out int length) || length != seed.Length)
            throw new LedgerRefusedException($"{file} is not a private key: 32 bytes in base64 are expected.");
        return new SigningKey(seed, name, type);
    }

    /// <summary>The signed note of a text.</summary>
    public string Sign(string text)
    {
        Must.Hold(Verifier.Type == VerifierKey.Ed25519Type);
        byte[] message = Encoding.UTF8.GetBytes(text);
        byte[] signed = new byte[Ed25519.SignatureSize];
        Ed25519.Sign(_seed, 0, message, 0, message.Length, signed, 0);
        return $"{text}\n{new NoteSignature(Verifier.Name, Verifier.Id, signed).Line}";
    }

    /// <summary>
    /// The line of a witness (C2SP tlog-cosignature): as of that second this is the largest tree it has seen.
    /// </summary>
    public string Cosign(string text, ulong seconds)
    {
        Must.Hold(Verifier.Type == VerifierKey.CosignatureType);
        byte[] message = VerifierKey.CosignedMessage(text, seconds);
        byte[] signed = new byte[8 + Ed25519.SignatureSize];
        BinaryPrimitives.WriteUInt64BigEndian(signed, seconds);
        Ed25519.Sign(_seed, 0, message, 0, message.Length, signed, 8);
        return new NoteSignature(Verifier.Name, Verifier.Id, signed).Line;
    }

    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
}

/// <summary>The log does not open: what is stored does not hold. Nothing was changed.</summary>
public sealed class LedgerRefusedException(string message) : Exception(message)
{
    /// <summary>The damaged file, when it is one.</summary>
    public string? File { get; init; }
    /// <summary>The first position that is damaged, when it is known.</summary>
    public long? Position { get; init; }
}
