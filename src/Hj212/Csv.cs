using System.Text;

namespace Qingyuan.Hj212;

/// <summary>Reads the tables beside the code (<c>Data/*.csv</c>): a header line, quotes where needed.</summary>
internal static class Csv
{
    /// <summary>The rows of an embedded table as name → text.</summary>
    public static IEnumerable<Row> Rows(string table)
    {
        using Stream stream = typeof(Csv).Assembly.GetManifestResourceStream(table)
            ?? throw new InvalidOperationException($"The table {table} is not embedded.");
        using StreamReader reader = new(stream, Encoding.UTF8);
        string[] names = Fields(reader.ReadLine() ?? "");
        while (reader.ReadLine() is { } line)
        {
            string[] fields = Fields(line);
            if (fields.Length != names.Length)
                throw new InvalidDataException($"{table}: {fields.Length} fields instead of {names.Length}: {line}");
            yield return new Row(names, fields);
        }
    }

    private static string[] Fields(string line)
    {
        List<string> fields = [];
        StringBuilder field = new();
        bool quoted = false;
        for (int i = 0; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"' && quoted && i + 1 < line.Length && line[i + 1] == '"')
                field.Append(line[i++]);
            else if (c == '"')
                quoted = !quoted;
            else if (c == ',' && !quoted)
                Next();
            else
                field.Append(c);
        }
        Next();
        return [.. fields];

        void Next()
        {
            fields.Add(field.ToString());
            field.Clear();
        }
    }

    internal readonly record struct Row(string[] Names, string[] Fields)
    {
        public string this[string name] => Fields[Array.IndexOf(Names, name)];

        /// <summary>The editions of a cell such as <c>2005 2017</c>.</summary>
        public int[] Editions => [.. this["editions"].Split(' ').Select(int.Parse)];
    }
}
