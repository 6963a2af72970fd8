using System.Text;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;
using PresignedMultipart.Testing.Requests;

namespace PresignedMultipart.Testing.Authentication;

/// <summary>The one form of a request that both sides sign.</summary>
internal static class CanonicalRequest
{
    public static string Build(string method, RequestTarget target, IHeaderDictionary headers, SignatureClaim claim)
    {
        var text = new StringBuilder()
            .Append(method).Append('\n')
            .Append(PercentEncoding.Encode(target.Path, keepSlash: true)).Append('\n')
            .Append(target.Query.Canonicalize()).Append('\n');
        foreach (string name in claim.SignedHeaders)
        {
            text.Append(name).Append(':').Append(CanonicalValue(headers[name])).Append('\n');
        }

        return text.Append('\n')
            .AppendJoin(';', claim.SignedHeaders).Append('\n')
            .Append(claim.PayloadHash)
            .ToString();
    }

    private static string CanonicalValue(StringValues values) =>
        string.Join(',', values.Select(v => string.Join(' ', (v ?? "").Split(' ', StringSplitOptions.RemoveEmptyEntries))));
}
