namespace Qingyuan.Supervision;

/// <summary>
/// What may be handed in with a record or a report (附件), told by its first bytes and never by its name. The bytes are
/// kept exactly as they came; nothing of them is ever executed or shown inside a page.
/// </summary>
public static class EvidenceFile
{
    public const int FilesMax = 6;
    public const int FileBytesMax = 30 << 20;
    public const int AllBytesMax = 60 << 20;
    public const int NameCharactersMax = 100;

    public const string Accept = "image/jpeg,image/png,application/pdf,audio/*,video/*";

    public static string Limits =>
        $"照片（JPEG、PNG）、录音、录像、PDF；最多 {FilesMax} 个，每个不超过 {FileBytesMax >> 20} MB，合计 {AllBytesMax >> 20} MB";

    /// <summary>The type; null = not on the list.</summary>
    public static string? TypeOf(ReadOnlySpan<byte> b)
    {
        if (b.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8, 0xFF]))
            return "image/jpeg";
        if (b.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'P', (byte)'N', (byte)'G', 13, 10, 26, 10]))
            return "image/png";
        if (b.StartsWith("%PDF-"u8))
            return "application/pdf";
        // ISO base media: MP4, M4A, MOV, 3GP.
        if (b.Length >= 12 && b[4..8].SequenceEqual("ftyp"u8))
            return b[8..11].SequenceEqual("M4A"u8) ? "audio/mp4" : "video/mp4";
        if (b.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]))
            return "video/webm";
        if (b.StartsWith("OggS"u8))
            return "audio/ogg";
        if (b.StartsWith("ID3"u8) || b.Length > 1 && b[0] == 0xFF && (b[1] & 0xE6) == 0xE2)
            return "audio/mpeg";
        if (b.StartsWith("#!AMR"u8))
            return "audio/amr";
        return b.Length >= 12 && b.StartsWith("RIFF"u8) && b[8..12].SequenceEqual("WAVE"u8) ? "audio/wav" : null;
    }

    /// <summary>A name without a path and without what a terminal or a header would take for more.</summary>
    public static string NameOf(string given)
    {
        string name = given.Replace('\\', '/').Split('/')[^1];
        bool Plain(char c) => !char.IsControl(c) && c is not ('"' or '<' or '>' or '|' or ':');
        name = new string([.. name.Where(Plain)]).Trim();
        return name.Length == 0 ? "附件" : name.Length > NameCharactersMax ? name[^NameCharactersMax..] : name;
    }

    /// <summary>Null = they may be handed in; else why not, for people.</summary>
    public static string? Problem(IReadOnlyList<(string Name, byte[] Bytes)> files)
    {
        if (files.Count > FilesMax)
            return $"最多 {FilesMax} 个附件；其余的可以补充。";
        if (files.Sum(f => (long)f.Bytes.Length) > AllBytesMax)
            return $"附件合计不超过 {AllBytesMax >> 20} MB；其余的可以补充。";
        foreach ((string name, byte[] bytes) in files)
        {
            if (bytes.Length > FileBytesMax)
                return $"{name} 超过 {FileBytesMax >> 20} MB；请截取要紧的一段，或分成几个。";
            if (bytes.Length == 0)
                return $"{name} 是空的；请重新选。";
            if (TypeOf(bytes) is null)
                return $"{name} 不是能收的类型；能收{Limits}。";
        }
        return null;
    }
}
