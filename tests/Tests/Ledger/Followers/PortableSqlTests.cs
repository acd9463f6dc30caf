using System.Text.RegularExpressions;
using Qingyuan.Tests.Tidy;

namespace Qingyuan.Tests.Ledger;

/// <summary>The SQL of the tables must pass on SQLite and PostgreSQL from one text.</summary>
public sealed partial class PortableSqlTests
{
    [Fact]
    public void No_sql_of_one_engine_stands_in_the_source()
    {
        foreach (string file in Tree.Files("src", ".cs"))
        {
            int number = 0;
            foreach (string line in File.ReadLines(file))
            {
                number++;
                Match found = OneEngineOnly().Match(line);
                Assert.False(found.Success && !line.TrimStart().StartsWith("//", StringComparison.Ordinal),
                    $"{Tree.Relative(file)}:{number} says {found.Value}, which not both engines understand");
            }
        }
    }

    [GeneratedRegex(
        @"ALTER TABLE|AUTOINCREMENT|WITHOUT ROWID|INSERT OR (REPLACE|IGNORE)|strftime\(|\bIFNULL\(|\bjson_\w+\("
        + @"|\bILIKE\b|\bGLOB '|\bNOW\(\)|\bnextval\(|julianday\("
        + @"|\bREPLACE INTO\b|\bSERIAL\b|CREATE SEQUENCE|CREATE SCHEMA")]
    private static partial Regex OneEngineOnly();
}
