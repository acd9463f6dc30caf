using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class DamageListTests
{
    [Fact]
    public async Task Every_damaged_range_is_named_and_nothing_else()
    {
        using TemporaryLog place = await Filled(1_500);
        Assert.Empty(DamageList.Of(place.LogDirectory));
        // Three entries in three bundles, one leaf hash: all at once.
        long[] changed = [3, 300, 1_400];
        foreach (long position in changed)
            Flip(place, TilePath.Bundle(position / 256, WidthOf(position)), OffsetOf(place, position) + 9);
        Flip(place, TilePath.Tile(0, 2), 32 * 5);
        IReadOnlyList<Damage> found = DamageList.Of(place.LogDirectory);
        Assert.Equal([3, 300, 517, 1_400], found.Select(d => d.First).Order());
        Assert.All(found, d => Assert.Equal(d.First, d.Last));
        Damage entry = found.Single(d => d.First == 300);
        Assert.Equal(OffsetOf(place, 300), entry.Offset);
        Assert.EndsWith("tile/entries/001", entry.File, StringComparison.Ordinal);
        Assert.EndsWith("tile/0/002", found.Single(d => d.First == 517).File, StringComparison.Ordinal);
        // The rest is served.
        LogReader reader = LogReader.OpenReadOnly(place.LogDirectory);
        Assert.NotEmpty(reader.Read(301));
    }

    [Fact]
    public async Task A_flipped_bit_anywhere_in_tiles_and_bundles_is_found_in_its_file_and_covers_its_byte()
    {
        using TemporaryLog place = await Filled(700);
        string[] files = [.. Directory.EnumerateFiles(
            Path.Combine(place.LogDirectory, "tile"), "*", SearchOption.AllDirectories)];
        var random = new Random(7);
        for (int i = 0; i < 300; i++)
        {
            string file = files[i % files.Length];
            byte[] before = File.ReadAllBytes(file);
            byte[] bytes = [.. before];
            int at = random.Next(bytes.Length);
            bytes[at] ^= (byte)(1 << random.Next(8));
            File.WriteAllBytes(file, bytes);
            IReadOnlyList<Damage> found = DamageList.Of(place.LogDirectory);
            Assert.True(found.Any(d => d.File == file && d.Offset <= at && at < d.Offset + d.Length),
                $"byte {at} of {file}: {string.Join("; ", found)}");
            File.WriteAllBytes(file, before);
        }
        Assert.Empty(DamageList.Of(place.LogDirectory));
    }

    [Theory]
    [InlineData("tile/entries/001")]
    [InlineData("tile/0/001")]
    [InlineData("tile/1/000.p/2")]
    public async Task A_missing_or_shortened_file_is_named(string name)
    {
        using TemporaryLog place = await Filled(700);
        string file = Path.Combine(place.LogDirectory, name);
        byte[] before = File.ReadAllBytes(file);
        File.Delete(file);
        Assert.Contains(DamageList.Of(place.LogDirectory), d => d.File == file && d.Length < 0);
        File.WriteAllBytes(file, before[..^5]);
        Assert.Contains(DamageList.Of(place.LogDirectory), d => d.File == file);
    }

    private static async Task<TemporaryLog> Filled(int count)
    {
        var place = new TemporaryLog();
        Log log = place.Open();
        await TemporaryLog.Fill(log, count);
        await log.DisposeAsync();
        return place;
    }

    private static int WidthOf(long position) => position / 256 == 1_500 / 256 ? 1_500 % 256 : 256;

    private static int OffsetOf(TemporaryLog place, long position)
    {
        byte[] bundle = File.ReadAllBytes(
            Path.Combine(place.LogDirectory, TilePath.Bundle(position / 256, WidthOf(position))));
        return BundleHasher.LengthOf(bundle, (int)(position % 256));
    }

    private static void Flip(TemporaryLog place, string path, int at)
    {
        string file = Path.Combine(place.LogDirectory, path);
        byte[] bytes = File.ReadAllBytes(file);
        bytes[at] ^= 1;
        File.WriteAllBytes(file, bytes);
    }
}
