using System.Globalization;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;

namespace PresignedMultipart.Testing.Operations;

/// <summary>The parameters that all lists have.</summary>
internal static class ListQuery
{
    /// <summary>How many entries are asked for, at most 1000.</summary>
    /// <exception cref="S3Error">It is not a number, or negative.</exception>
    public static int ReadPageSize(this QueryParameters query, string name) =>
        Math.Min(query.ReadNumber(name) ?? S3Limits.MaximumListPage, S3Limits.MaximumListPage);

    /// <exception cref="S3Error">It is not a number, or negative.</exception>
    public static int? ReadNumber(this QueryParameters query, string name)
    {
        if (query[name] is not { Length: > 0 } text)
        {
            return null;
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw S3Errors.InvalidArgument($"Provided {name} not an integer or within integer range", name, text);
    }

    /// <summary>How keys are to be written: plain, or percent-encoded so that any of them fits into XML.</summary>
    /// <exception cref="S3Error">It is neither.</exception>
    public static Func<string, string> ReadKeyWriter(this QueryParameters query) => query["encoding-type"] switch
    {
        null or "" => key => key,
        "url" => key => PercentEncoding.Encode(key, keepSlash: true),
        { } other => throw S3Errors.InvalidArgument("Invalid Encoding Method specified in Request", "encoding-type", other),
    };

    /// <summary>The common prefix that a key is listed under, if a delimiter follows the prefix in it.</summary>
    public static string? CommonPrefixOf(string key, string prefix, string? delimiter)
    {
        if (string.IsNullOrEmpty(delimiter))
        {
            return null;
        }

        int end = key.IndexOf(delimiter, prefix.Length, StringComparison.Ordinal);
        return end < 0 ? null : key[..(end + delimiter.Length)];
    }
}
