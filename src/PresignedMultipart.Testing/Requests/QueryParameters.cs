using PresignedMultipart.Testing.Errors;

namespace PresignedMultipart.Testing.Requests;

/// <summary>The parameters of a request's query, decoded.</summary>
internal sealed class QueryParameters
{
    private readonly List<(string Name, string Value)> _all = [];

    private QueryParameters()
    {
    }

    public IEnumerable<(string Name, string Value)> All => _all;

    public string? this[string name] => _all.Find(p => p.Name == name).Value;

    public static QueryParameters Parse(string raw)
    {
        var query = new QueryParameters();
        foreach (string parameter in raw.Split('&', StringSplitOptions.RemoveEmptyEntries))
        {
            string[] pair = parameter.Split('=', 2);
            if (!PercentEncoding.TryDecode(pair[0], plusIsSpace: true, out string name)
                || !PercentEncoding.TryDecode(pair.Length > 1 ? pair[1] : "", plusIsSpace: true, out string value))
            {
                throw S3Errors.InvalidUri();
            }

            query._all.Add((name, value));
        }

        return query;
    }

    public bool Has(string name) => _all.Exists(p => p.Name == name);

    /// <summary>The query as SigV4 canonicalises it, without the signature itself.</summary>
    public string Canonicalize()
    {
        IEnumerable<string> pairs = _all
            .Where(p => p.Name != "X-Amz-Signature")
            .Select(p => (Name: PercentEncoding.Encode(p.Name), Value: PercentEncoding.Encode(p.Value)))
            .OrderBy(p => p.Name, StringComparer.Ordinal)
            .ThenBy(p => p.Value, StringComparer.Ordinal)
            .Select(p => $"{p.Name}={p.Value}");
        return string.Join('&', pairs);
    }
}
