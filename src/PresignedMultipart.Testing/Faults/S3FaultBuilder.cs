using PresignedMultipart.Testing.Faults;

namespace PresignedMultipart.Testing;

/// <summary>
/// The first half of a sentence about a fault: which requests are meant. Every method gives a new sentence, so that a beginning can be used
/// twice. Nothing is in force until the sentence ends with an effect.
/// </summary>
public sealed partial class S3FaultBuilder
{
    private readonly S3Faults _faults;
    private readonly FaultSelection _selection;

    internal S3FaultBuilder(S3Faults faults, S3Operation? operation)
        : this(faults, new FaultSelection(operation))
    {
    }

    private S3FaultBuilder(S3Faults faults, FaultSelection selection)
    {
        _faults = faults;
        _selection = selection;
    }

    /// <summary>Only requests for one bucket.</summary>
    /// <param name="bucket">The bucket's name.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Bucket(string bucket) => With(_selection with { Bucket = bucket });

    /// <summary>Only requests for one object.</summary>
    /// <param name="key">The object's key, not encoded.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Key(string key) => With(_selection with { Key = key });

    /// <summary>Only requests for one part.</summary>
    /// <param name="partNumber">The part's number.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Part(int partNumber) => With(_selection with { Part = partNumber });

    /// <summary>
    /// Only one attempt. Attempts are counted from 1 for every operation, bucket, key and part number, from the server's start, whatever
    /// became of them: the third time that part 7 of a key is sent is attempt 3, also in another multipart upload to the same key.
    /// </summary>
    /// <param name="attempt">The attempt, 1 or more.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Attempt(int attempt) => With(_selection with { Attempt = AtLeast(1, attempt, nameof(attempt)) });

    /// <summary>Only requests that a condition holds for. It is asked at the request's start, when the outcome is not known yet.</summary>
    /// <param name="condition">The condition; it may be called by several threads at once.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder When(Func<S3TestRequest, bool> condition)
    {
        ArgumentNullException.ThrowIfNull(condition);
        Func<S3TestRequest, bool>? before = _selection.Predicate;
        return With(_selection with { Predicate = before is null ? condition : request => before(request) && condition(request) });
    }

    /// <summary>Lets the first matching requests through.</summary>
    /// <param name="count">How many, 0 or more.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder After(int count) => With(_selection with { Skipped = AtLeast(0, count, nameof(count)) });

    /// <summary>Only every nth of the matching requests, in the order of their arrival: <c>Every(7)</c> strikes the 7th, the 14th and so on.</summary>
    /// <param name="n">1 or more.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Every(int n) => With(_selection with { Every = AtLeast(1, n, nameof(n)) });

    /// <summary>Strikes so many times and then no more.</summary>
    /// <param name="count">How many times, 1 or more.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Times(int count) => With(_selection with { Times = AtLeast(1, count, nameof(count)) });

    /// <summary>Strikes once and then no more.</summary>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder Once() => Times(1);

    /// <summary>
    /// Strikes some of the matching requests. Which ones depends on the seed and on the operation, bucket, key, part and attempt, and not on the
    /// order of arrival: the same upload meets the same faults in every run.
    /// </summary>
    /// <param name="probability">The share of requests, 0..1.</param>
    /// <param name="seed">Another seed strikes other requests.</param>
    /// <returns>The sentence to go on with.</returns>
    public S3FaultBuilder WithProbability(double probability, int seed)
    {
        if (!(probability is >= 0 and <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(probability), probability, "A probability is 0..1.");
        }

        return With(_selection with { Probability = probability, Seed = seed });
    }

    private static int AtLeast(int minimum, int value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, minimum, name);
        return value;
    }

    private S3FaultBuilder With(FaultSelection selection) => new(_faults, selection);
}
