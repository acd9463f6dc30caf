using System.Text;

namespace Qingyuan.Ledger;

/// <summary>
/// Reads a log's directory without its lock, also while another process writes it: what its checkpoint covers, and
/// nothing beyond. Believes nothing it hands out: callers that need certainty check the proof. Any number of threads.
/// </summary>
public sealed class LogReader
{
    /// <summary>How often a checkpoint that moved on while we read is read again.</summary>
    private const int TriesMax = 5;

    private readonly string _directory;
    private readonly RealDisk _disk = new();
    private readonly TileStore _tiles;
    private readonly Lock _gate = new();
    private (long First, byte[] Bytes)? _bundle;

    private LogReader(string directory, Checkpoint published)
    {
        (_directory, Published) = (directory, published);
        Witnessed = ReadWitnessed();
        _tiles = new TileStore(_disk, directory);
    }

    /// <summary>The signed tree head as of the opening, or of the last time it had moved on. Not checked.</summary>
    public Checkpoint Published { get; private set; }

    /// <summary>The newest head with cosignatures as of the same moment; null = none. Not checked.</summary>
    public Checkpoint? Witnessed { get; private set; }

    /// <exception cref="FileNotFoundException">No checkpoint: it is no log, or nothing was published.</exception>
    public static LogReader OpenReadOnly(string directory) => new(directory, ReadCheckpoint(directory));

    /// <summary>One entry that the checkpoint covers.</summary>
    public byte[] Read(long position)
    {
        if (position < 0 || position >= Published.Size)
            Refresh();
        if (position < 0 || position >= Published.Size)
            throw new ArgumentOutOfRangeException(
                nameof(position), $"The checkpoint covers {Published.Size} entries; {position} is not among them.");
        lock (_gate)
        {
            byte[] bundle = Bundle(position / TilePath.Width, (int)(position % TilePath.Width));
            return Entry(bundle, (int)(position % TilePath.Width))
                ?? throw Damaged($"The bundle of position {position} is damaged");
        }
    }

    /// <summary>Proof under <see cref="Witnessed"/> if it covers the position, else <see cref="Published"/>.</summary>
    public InclusionProof Prove(long position)
    {
        for (int attempt = 1; ; attempt++)
        {
            Checkpoint head = Witnessed is { } seen && position < seen.Size ? seen : Published;
            if (position < 0 || position >= head.Size)
                throw new ArgumentOutOfRangeException(
                    nameof(position), $"The checkpoint covers {head.Size} entries; {position} is not among them.");
            try
            {
                (byte[] leaf, List<byte[]> path) = new Prover(_tiles).Inclusion(position, head.Size);
                if (!Merkle.InclusionHolds(position, head.Size, leaf, path, head.Root))
                    throw Damaged($"The stored tiles give no proof for {position}");
                return new InclusionProof(position, head, leaf, path);
            }
            catch (InvalidDataException) when (attempt < TriesMax && Refresh())
            {
                // The tree grew and its partial tiles were put aside: prove under the new head.
            }
        }
    }

    /// <summary>
    /// One proof for several entries, under <see cref="Witnessed"/> if that covers all of them, else
    /// <see cref="Published"/>.
    /// </summary>
    /// <param name="positions">Ascending, each once, all covered.</param>
    public MultiProof Prove(IReadOnlyList<long> positions)
    {
        ArgumentOutOfRangeException.ThrowIfZero(positions.Count);
        for (int attempt = 1; ; attempt++)
        {
            Checkpoint head = Witnessed is { } seen && positions[^1] < seen.Size ? seen : Published;
            try
            {
                var proof = new MultiProof(head, positions, new Prover(_tiles).Many(positions, head.Size));
                byte[]? root = proof.RootOf([.. positions.Select(p => Merkle.Leaf(Read(p)))]);
                return root is not null && root.AsSpan().SequenceEqual(head.Root)
                    ? proof : throw Damaged($"The stored tiles give no proof for {positions[0]} to {positions[^1]}");
            }
            catch (InvalidDataException) when (attempt < TriesMax && Refresh())
            {
                // As above: prove under the new head.
            }
        }
    }

    /// <summary>Reads the checkpoint again; true = it had moved on.</summary>
    public bool Refresh()
    {
        Checkpoint now = ReadCheckpoint(_directory);
        bool moved = now.Size != Published.Size;
        Published = now;
        Witnessed = ReadWitnessed();
        return moved;
    }

    private byte[] Bundle(long number, int within)
    {
        if (_bundle is { } held && held.First == number && Entry(held.Bytes, within) is not null)
            return held.Bytes;
        for (int attempt = 1; ; attempt++)
        {
            int width = (int)Math.Min(TilePath.Width, Published.Size - (number * TilePath.Width));
            byte[]? bytes = _disk.Read(Path.Combine(_directory, TilePath.Bundle(number)));
            if (bytes is null && width < TilePath.Width)
                bytes = _disk.Read(Path.Combine(_directory, TilePath.Bundle(number, width)));
            if (bytes is not null)
            {
                _bundle = (number, bytes);
                return bytes;
            }
            if (attempt == TriesMax || !Refresh())
                throw Damaged($"The bundle {TilePath.Bundle(number, width)} is missing");
        }
    }

    /// <summary>C2SP tlog-tiles: a 16-bit length before each entry. Null = not that many, or damaged.</summary>
    private static byte[]? Entry(ReadOnlySpan<byte> bundle, int within)
    {
        for (int i = 0; bundle.Length >= 2; i++)
        {
            int length = (bundle[0] << 8) | bundle[1];
            if (bundle.Length < 2 + length)
                return null;
            if (i == within)
                return bundle.Slice(2, length).ToArray();
            bundle = bundle[(2 + length)..];
        }
        return null;
    }

    // A damaged one is as none: proofs then stand under the published head.
    private Checkpoint? ReadWitnessed()
    {
        try
        {
            return _disk.Read(Path.Combine(_directory, Heads.WitnessedName)) is { } bytes
                && Checkpoint.Of(SignedNote.Parse(bytes), Encoding.UTF8.GetString(bytes)) is var head
                && head.Size <= Published.Size && head.Origin == Published.Origin ? head : null;
        }
        catch (FormatException)
        {
            return null;
        }
    }

    private static InvalidDataException Damaged(string what) => new($"{what}; run 'qingyuan verify'.");

    private static Checkpoint ReadCheckpoint(string directory)
    {
        string file = Path.Combine(directory, "checkpoint");
        if (!File.Exists(file))
            throw new FileNotFoundException(
                $"{directory} has no checkpoint: it is no log, or nothing was published.", file);
        byte[] bytes = File.ReadAllBytes(file);
        return Checkpoint.Of(SignedNote.Parse(bytes), Encoding.UTF8.GetString(bytes));
    }
}
