using System.Text.Json;
using PresignedMultipart.Remote.Calls;

namespace PresignedMultipart.Remote.Contracts;

/// <summary>
/// Reads "the storage's answer as JSON", which is whatever the back end's SDK makes of it: the answer's members themselves, in PascalCase or
/// camelCase, or inside <c>data</c>. A 200 that holds an error is none.
/// </summary>
internal static class ClassicCompletionAnswer
{
    private const int MaxEnvelopes = 3;

    private static readonly string[] Envelopes = ["data", "result", "response", "completeMultipartUploadResult"];

    public static StoredObject Read(BackendAnswer answer, JsonElement root)
    {
        JsonElement found = root;
        for (int depth = 0; depth < MaxEnvelopes; depth++)
        {
            ThrowIfError(answer, found);
            if (Envelopes.Select(name => found.Member(name)).FirstOrDefault(inner => inner is not null) is not { } inner)
            {
                break;
            }

            found = inner;
        }

        ThrowIfError(answer, found);
        return new StoredObject { ETag = found.Text("ETag"), VersionId = found.Text("VersionId") };
    }

    private static void ThrowIfError(BackendAnswer answer, JsonElement found)
    {
        switch (found.ValueKind)
        {
            case JsonValueKind.Null or JsonValueKind.False:
                throw answer.Malformed($"{found.GetRawText()} where the storage's answer was expected");
            case JsonValueKind.String when found.GetString()!.Contains("<Error", StringComparison.Ordinal):
                throw answer.ErrorInside(BackendError.None with { Detail = "an error of the storage, as XML" });
            case JsonValueKind.Object when HoldsError(found):
                throw answer.ErrorInside(BackendError.Read(found));
        }
    }

    private static bool HoldsError(JsonElement found) =>
        IsSet(found.Member("error"))
        || IsSet(found.Member("errors"))
        || IsSet(found.Member("errorMessage"))
        || found.Member("success") is { ValueKind: JsonValueKind.False }
        || found.Member("ok") is { ValueKind: JsonValueKind.False }
        || IsFailure(found.Member("statusCode") ?? found.Member("status") ?? found.Member("httpStatusCode") ?? found.Member("$metadata")?.Member("httpStatusCode"))
        // S3's own error has a code and a message, and no success has.
        || (found.Text("code") is not null && found.Text("message") is not null && found.Text("ETag", "location") is null);

    private static bool IsSet(JsonElement? member) => member switch
    {
        null or { ValueKind: JsonValueKind.False } => false,
        { ValueKind: JsonValueKind.String } text => text.GetString()!.Length > 0,
        { ValueKind: JsonValueKind.Array } list => list.GetArrayLength() > 0,
        _ => true,
    };

    private static bool IsFailure(JsonElement? status) => status is { ValueKind: JsonValueKind.Number } number && number.TryGetInt32(out int code) && code >= 400;
}
