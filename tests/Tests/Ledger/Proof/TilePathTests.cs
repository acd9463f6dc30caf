using Qingyuan.Ledger;

namespace Qingyuan.Tests.Ledger;

public class TilePathTests
{
    // C2SP tlog-tiles: the examples of the specification.
    [Theory]
    [InlineData(0, "tile/entries/000")]
    [InlineData(999, "tile/entries/999")]
    [InlineData(1000, "tile/entries/x001/000")]
    [InlineData(1234067, "tile/entries/x001/x234/067")]
    public void Numbers_are_written_in_groups_of_three_digits(long number, string path) =>
        Assert.Equal(path, TilePath.Bundle(number));

    [Fact]
    public void A_partial_tile_lies_in_a_directory_of_its_own() =>
        Assert.Equal("tile/1/x001/000.p/17", TilePath.Tile(1, 1000, 17));

    [Fact]
    public void Seventy_thousand_entries_give_the_tiles_of_the_specification()
    {
        Assert.Equal((273, 112), (70_000 / 256, TilePath.PartialWidth(0, 70_000)));
        Assert.Equal((273, 17), ((int)TilePath.Whole(1, 70_000), TilePath.PartialWidth(1, 70_000)));
        Assert.Equal((1, 1), ((int)TilePath.Whole(2, 70_000), TilePath.PartialWidth(2, 70_000)));
    }
}
