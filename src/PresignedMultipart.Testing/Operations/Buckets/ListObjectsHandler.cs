using System.Text;
using PresignedMultipart.Testing.Errors;
using PresignedMultipart.Testing.Requests;
using PresignedMultipart.Testing.Storage;
using PresignedMultipart.Testing.Xml;

namespace PresignedMultipart.Testing.Operations.Buckets;

/// <summary>ListObjectsV2.</summary>
internal sealed class ListObjectsHandler : IOperationHandler
{
    public ValueTask<S3Answer> HandleAsync(S3Call call, CancellationToken cancellationToken)
    {
        Bucket bucket = call.OwnBucket;
        QueryParameters query = call.Query;
        string prefix = query["prefix"] ?? "";
        string? delimiter = query["delimiter"];
        string? token = query["continuation-token"];
        int pageSize = query.ReadPageSize("max-keys");
        Func<string, string> write = query.ReadKeyWriter();
        Page page = Collect(bucket.ListObjects(), prefix, delimiter, ReadToken(token) ?? query["start-after"], pageSize);

        byte[] document = S3XmlWriter.Write("ListBucketResult", xml =>
        {
            xml.Element("Name", bucket.Name);
            xml.Element("Prefix", write(prefix));
            xml.Element("Delimiter", delimiter is null ? null : write(delimiter));
            xml.Element("StartAfter", query["start-after"] is { } after ? write(after) : null);
            xml.Element("EncodingType", query["encoding-type"]);
            xml.Element("MaxKeys", pageSize);
            xml.Element("KeyCount", page.Objects.Count + page.Prefixes.Count);
            xml.Element("ContinuationToken", token);
            xml.Element("IsTruncated", page.Next is not null);
            xml.Element("NextContinuationToken", page.Next is null ? null : Convert.ToBase64String(Encoding.UTF8.GetBytes(page.Next)));
            foreach (StoredObject stored in page.Objects)
            {
                xml.Element("Contents", () =>
                {
                    xml.Element("Key", write(stored.Key));
                    xml.Element("LastModified", S3Time.ToMilliseconds(stored.LastModified));
                    xml.Element("ETag", stored.ETag);
                    xml.Element("ChecksumAlgorithm", stored.Checksum?.Algorithm.Name);
                    xml.Element("Size", stored.Body.Length);
                    xml.Element("StorageClass", stored.Attributes.StorageClass);
                    if (query["fetch-owner"] == "true")
                    {
                        xml.Element("Owner", () => xml.Element("ID", bucket.Owner));
                    }
                });
            }

            foreach (string common in page.Prefixes)
            {
                xml.Element("CommonPrefixes", () => xml.Element("Prefix", write(common)));
            }
        });
        return new(S3Answer.Xml(document));
    }

    private static Page Collect(IReadOnlyList<StoredObject> all, string prefix, string? delimiter, string? after, int pageSize)
    {
        var objects = new List<StoredObject>();
        var prefixes = new List<string>();
        string? last = null;
        foreach (StoredObject stored in all)
        {
            if (!stored.Key.StartsWith(prefix, StringComparison.Ordinal))
            {
                continue;
            }

            string? common = ListQuery.CommonPrefixOf(stored.Key, prefix, delimiter);
            string entry = common ?? stored.Key;
            if ((after is not null && KeyOrder.Instance.Compare(entry, after) <= 0) || (common is not null && common == last))
            {
                continue;
            }

            if (objects.Count + prefixes.Count == pageSize)
            {
                return new Page(objects, prefixes, pageSize == 0 ? null : last);
            }

            last = entry;
            if (common is null)
            {
                objects.Add(stored);
            }
            else
            {
                prefixes.Add(common);
            }
        }

        return new Page(objects, prefixes, null);
    }

    private static string? ReadToken(string? token)
    {
        if (token is null)
        {
            return null;
        }

        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(token));
        }
        catch (FormatException)
        {
            throw S3Errors.InvalidArgument("The continuation token provided is incorrect", "continuation-token", token);
        }
    }

    private sealed record Page(List<StoredObject> Objects, List<string> Prefixes, string? Next);
}
