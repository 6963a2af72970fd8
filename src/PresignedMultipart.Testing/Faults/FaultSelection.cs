using System.Security.Cryptography;
using System.Text;

namespace PresignedMultipart.Testing.Faults;

/// <summary>Which requests a rule is about: everything that can be told from the request alone, without counting matches.</summary>
internal sealed record FaultSelection(S3Operation? Operation)
{
    public string? Bucket { get; init; }

    public string? Key { get; init; }

    public int? Part { get; init; }

    public int? Attempt { get; init; }

    public Func<S3TestRequest, bool>? Predicate { get; init; }

    public double Probability { get; init; } = 1;

    public int Seed { get; init; }

    /// <summary>How many matching requests go through before the rule starts.</summary>
    public int Skipped { get; init; }

    /// <summary>After how many matching requests the rule strikes, again and again.</summary>
    public int Every { get; init; } = 1;

    /// <summary>How often the rule strikes at most.</summary>
    public int Times { get; init; } = int.MaxValue;

    public bool Matches(S3TestRequest request) =>
        (Operation is { } operation ? request.Operation == operation : request.Operation != S3Operation.Preflight)
        && (Bucket is null || Bucket == request.Bucket)
        && (Key is null || Key == request.Key)
        && (Part is null || Part == request.PartNumber)
        && (Attempt is null || Attempt == request.Attempt)
        && (Predicate is null || Predicate(request))
        && (Probability >= 1 || Chance(request) < Probability);

    /// <summary>
    /// A number in 0..1 that depends on the seed and on what is asked for, and not on the order of arrival: parallel uploads would
    /// otherwise meet other faults in every run.
    /// </summary>
    private double Chance(S3TestRequest request)
    {
        string identity = $"{Seed}\n{request.Operation}\n{request.Bucket}\n{request.Key}\n{request.PartNumber}\n{request.Attempt}";
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes(identity));
        return (BitConverter.ToUInt64(hash) >> 11) * (1.0 / (1UL << 53));
    }

    public string Describe()
    {
        var text = new StringBuilder("On(").Append(Operation?.ToString() ?? "any").Append(')');
        Append(text, "Bucket", Bucket);
        Append(text, "Key", Key);
        Append(text, "Part", Part);
        Append(text, "Attempt", Attempt);
        Append(text, "When", Predicate is null ? null : "…");
        Append(text, "WithProbability", Probability < 1 ? Probability : null);
        Append(text, "After", Skipped > 0 ? Skipped : null);
        Append(text, "Every", Every > 1 ? Every : null);
        Append(text, "Times", Times < int.MaxValue ? Times : null);
        return text.ToString();
    }

    private static void Append(StringBuilder text, string name, object? value)
    {
        if (value is not null)
        {
            text.Append('.').Append(name).Append('(').Append(System.Globalization.CultureInfo.InvariantCulture, $"{value}").Append(')');
        }
    }
}
