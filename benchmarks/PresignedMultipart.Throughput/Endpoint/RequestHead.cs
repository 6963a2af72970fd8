using System.Globalization;

namespace PresignedMultipart.Throughput.Endpoint;

/// <summary>What the endpoint needs of a request's head.</summary>
internal sealed record RequestHead(string Method, string Path, string Query, long ContentLength, bool ExpectsContinue)
{
    public bool IsPart => Method == "PUT" && Query.Contains("partNumber=", StringComparison.Ordinal);

    /// <summary>A parameter of the query; <see langword="null"/> when it is not there.</summary>
    public string? Parameter(string name) => Query.Split('&')
        .Where(pair => pair.StartsWith(name, StringComparison.Ordinal) && pair.AsSpan(name.Length).StartsWith("="))
        .Select(pair => pair[(name.Length + 1)..])
        .FirstOrDefault();

    public static RequestHead Parse(string text)
    {
        string[] lines = text.Split("\r\n", StringSplitOptions.RemoveEmptyEntries);
        string[] start = lines[0].Split(' ');
        int question = start[1].IndexOf('?', StringComparison.Ordinal);
        var head = new RequestHead(
            start[0],
            question < 0 ? start[1] : start[1][..question],
            question < 0 ? "" : start[1][(question + 1)..],
            ContentLength: 0,
            ExpectsContinue: false);
        foreach (string line in lines.AsSpan(1))
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            ReadOnlySpan<char> name = line.AsSpan(0, colon), value = line.AsSpan(colon + 1).Trim();
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase))
            {
                head = head with { ContentLength = long.Parse(value, CultureInfo.InvariantCulture) };
            }
            else if (name.Equals("Expect", StringComparison.OrdinalIgnoreCase))
            {
                head = head with { ExpectsContinue = true };
            }
            else if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase))
            {
                throw new NotSupportedException("A body without a Content-Length is refused by S3, too.");
            }
        }

        return head;
    }
}
