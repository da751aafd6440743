// What countersign-shell has at hand when it opens.
import java.math.BigDecimal
import java.nio.file.Path
import java.time.Duration
import java.time.Instant
import java.time.InstantSource
import io.countersign.analytics.*
import io.countersign.analytics.scenario.*
import io.countersign.analytics.scenario.Scenarios
import io.countersign.audit.*
import io.countersign.client.desk.*
import io.countersign.client.policy.*
import io.countersign.client.rollout.*
import io.countersign.client.rule.*
import io.countersign.client.scenario.*
import io.countersign.examples.shell.SampleLedger
import io.countersign.model.change.*
import io.countersign.model.diff.*
import io.countersign.model.finding.*
import io.countersign.model.journal.*
import io.countersign.model.json.*
import io.countersign.model.market.*
import io.countersign.model.snapshot.*
import io.countersign.model.unit.*
import io.countersign.model.venue.kraken.*
SampleLedger sample = SampleLedger.create()
System.out.print(sample.welcome())
