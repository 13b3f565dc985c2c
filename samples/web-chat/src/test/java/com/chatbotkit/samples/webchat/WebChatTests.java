/*
 * Copyright 2026-present the original author or authors.
 *
 * Licensed under the Apache License, Version 2.0 (the "License");
 * you may not use this file except in compliance with the License.
 * You may obtain a copy of the License at
 *
 *      https://www.apache.org/licenses/LICENSE-2.0
 *
 * Unless required by applicable law or agreed to in writing, software
 * distributed under the License is distributed on an "AS IS" BASIS,
 * WITHOUT WARRANTIES OR CONDITIONS OF ANY KIND, either express or implied.
 * See the License for the specific language governing permissions and
 * limitations under the License.
 */

package com.chatbotkit.samples.webchat;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import com.chatbotkit.springai.server.agent.AgentEvent;
import com.chatbotkit.springai.test.ChatBotKitEmulator;
import com.chatbotkit.springai.test.Fault;
import com.chatbotkit.springai.test.Reply;
import com.chatbotkit.springai.test.junit.EmulatedChatBotKit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mockito.BDDMockito;
import org.mockito.stubbing.Answer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

import static com.chatbotkit.springai.test.assertj.ChatBotKitAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.ArgumentMatchers.anyList;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@EmulatedChatBotKit
class WebChatTests {

	@MockitoSpyBean
	private ChatMemory memory;

	@MockitoSpyBean
	private ToolCallRepository toolCalls;

	@MockitoSpyBean
	private ConversationRepository begun;

	@Autowired
	private Conversations conversations;

	private ChatBotKitEmulator emulator;

	private ChatClientOverHttp chat;

	@BeforeEach
	void connect(@LocalServerPort int port) {
		this.chat = new ChatClientOverHttp(port);
	}

	@Test
	void offersTwoBots() {
		assertThat(this.chat.bots().toString()).contains("name=support", "title=Workshop", "examples=[")
			.doesNotContain("bot-id");
	}

	@Test
	void anAnswerComesInPieces() {
		this.emulator.bot("support").reply(Reply.pieces("Nine", " to", " five."));
		assertThat(this.chat.answer(this.chat.ask("support", "When are you open?"))).containsExactly("text {text=Nine}",
				"text {text= to}", "text {text= five.}", "done {}");
		assertThat(this.emulator).onlyRequest().askedBot("support").isStreamed().hasUserText("When are you open?");
	}

	@Test
	void aCharacterThatNotEachDatabaseTakesLosesNoAnswer() {
		this.emulator.bot("support").reply(Reply.pieces("Nine\0", " to\0five."));
		String id = this.chat.ask("support", "When\0?");
		assertThat(this.chat.answer(id)).endsWith("done {}");
		assertThat(this.chat.history(id)).containsExactly("user When\ufffd?", "text {text=Nine\ufffd to\ufffdfive.}",
				"done {}");
	}

	@Test
	void theOtherBotIsAnotherOne() {
		this.chat.answer(this.chat.ask("workshop", "Hello"));
		assertThat(this.emulator).onlyRequest().askedBot("workshop");
	}

	@Test
	void theBotRemembersTheConversationAndNoOther() {
		this.emulator.bot("support").when("name?").reply((turn) -> Reply.text(turn.messages().size() + " messages"));
		String id = this.chat.ask("support", "I am Ada");
		this.chat.answer(id);
		this.chat.ask(id, "support", "What is my name?");
		assertThat(this.chat.answer(id)).contains("text {text=3}");
		assertThat(this.chat.history(id)).containsExactly("user I am Ada", "text {text=Echo: I am Ada}", "done {}",
				"user What is my name?", "text {text=3 messages}", "done {}");
		assertThat(this.chat.answer(this.chat.ask("support", "What is my name?"))).contains("text {text=1}");
	}

	@Test
	void aConversationCanBeForgotten() {
		String id = this.chat.ask("support", "Hello");
		this.chat.answer(id);
		this.chat.forget(id);
		assertThat(this.chat.get(id)).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.chat.answerStatus(id, "")).isEqualTo(HttpStatus.NOT_FOUND);
	}

	@Test
	void aConversationThatNobodyBeganIsNotThere() {
		String id = UUID.randomUUID().toString();
		assertThat(this.chat.get(id)).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.chat.status(id, "support", "Hello")).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.chat.answerStatus(id, "")).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.chat.delete("/conversations/{id}", id)).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.chat.delete("/conversations/{id}/answer", id)).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.emulator).hasReceivedNothing();
		assertThat(this.chat.get(this.chat.begin())).isEqualTo(HttpStatus.OK);
	}

	@Test
	void whatIsNoIdOfAnEventIsABadRequest() {
		String id = this.chat.ask("support", "Hello");
		String first = this.chat.events(id, "").collectList().block().get(0).id();
		String prefix = first.substring(0, first.indexOf('/') + 1);
		for (String heard : List.of("1", "x", "/", prefix, prefix + "x", prefix + "-1", prefix + "1.5", prefix + "1 2",
				prefix + "9".repeat(30), prefix + first, "9".repeat(5000), "%00")) {
			assertThat(this.chat.answerStatus(id, heard)).as(heard).isEqualTo(HttpStatus.BAD_REQUEST);
		}
		assertThat(this.chat.answerStatus(id, prefix + "9".repeat(18))).isEqualTo(HttpStatus.OK);
		assertThat(this.chat.answerStatus(id, UUID.randomUUID() + "/1")).isEqualTo(HttpStatus.NO_CONTENT);
	}

	@Test
	void aConversationThatIsTooLongSaysSo() {
		this.emulator.bot("support").when("tell").reply(("w".repeat(999) + " ").repeat(550));
		String id = this.chat.ask("support", "tell me");
		assertThat(this.chat.answer(id)).endsWith("done {}");
		this.chat.ask(id, "support", "tell me more");
		assertThat(this.chat.answer(id)).endsWith("done {}");
		for (int i = 0; i < 2; i++) {
			this.chat.ask(id, "support", "And now?");
			assertThat(this.chat.answer(id)).singleElement()
				.asString()
				.isEqualTo("failed {message=This conversation has become too long for the bot: begin a new one.,"
						+ " code=TOO_LONG}");
		}
		assertThat(this.emulator).hasReceived(2);
	}

	@Test
	void aToolOfAnyNameIsSeenAndKept() {
		String name = "search-" + "x".repeat(200);
		this.emulator.bot("support")
			.reply(Reply.nothing().andOwnCall(name, Map.of("q", "a".repeat(100_000))).andText("Found."));
		String id = this.chat.ask("support", "Hello");
		assertThat(this.chat.answer(id)).hasSize(3).endsWith("text {text=Found.}", "done {}");
		assertThat(this.chat.history(id)).hasSize(4).element(1).asString().startsWith("call {").contains(name);
	}

	@Test
	void aToolCallThatTheDatabaseDoesNotTakeLosesNoAnswer() {
		BDDMockito.willThrow(new DataIntegrityViolationException("too long"))
			.given(this.toolCalls)
			.called(any(), any(), anyInt());
		BDDMockito.willThrow(new DataIntegrityViolationException("too long"))
			.given(this.toolCalls)
			.returned(any(), any());
		this.emulator.bot("support").when("A-1042").call("orderStatus", Map.of("number", "A-1042")).thenReply("Here.");
		String id = this.chat.ask("support", "Where is A-1042?");
		assertThat(this.chat.answer(id)).hasSize(4).endsWith("text {text=Here.}", "done {}");
		assertThat(this.chat.history(id)).containsExactly("user Where is A-1042?", "text {text=Here.}", "done {}");
	}

	@Test
	void aToolOfTheApplicationIsSeenWhileItIsCalled() {
		this.emulator.bot("support")
			.when("A-1042")
			.call("orderStatus", Map.of("number", "A-1042"))
			.thenReply("On its way.");
		List<String> events = this.chat.answer(this.chat.ask("support", "Where is A-1042?"));
		assertThat(events).hasSize(6);
		assertThat(events.get(0)).startsWith("call {").contains("tool=orderStatus", "A-1042", "ofBot=false");
		assertThat(events.get(1)).startsWith("result {").contains("on its way");
		assertThat(events.get(2)).isEqualTo("text {text=On}");
		assertThat(this.emulator).firstRequest().offersTools("orderStatus", "bookTestRide");
	}

	@Test
	void aToolOfTheBotIsSeen() {
		this.emulator.bot("workshop")
			.tool("searchManual", (turn) -> "Page 7.")
			.when("puncture")
			.useTool("searchManual");
		List<String> events = this.chat.answer(this.chat.ask("workshop", "I have a puncture"));
		assertThat(events).hasSize(4).endsWith("text {text=Page}", "text {text= 7.}", "done {}");
		assertThat(events.get(0)).startsWith("call {").contains("tool=searchManual", "ofBot=true");
	}

	@Test
	void theHistoryHasTheToolsWhereTheyWereCalled() {
		this.emulator.bot("support")
			.tool("searchPolicies", (turn) -> "Thirty days.")
			.when("A-1042")
			.reply((turn) -> turn.hasResults() ? Reply.text("On its way.")
					: Reply.text("Let me look. ").andCall("orderStatus", Map.of("number", "A-1042")))
			.when("back")
			.useTool("searchPolicies");
		String id = this.chat.ask("support", "Where is A-1042?");
		this.chat.answer(id);
		this.chat.ask(id, "support", "May I send it back?");
		this.chat.answer(id);
		List<String> history = this.chat.history(id)
			.stream()
			.map((line) -> line.replaceAll("\\{id=.*?, ", "{").replaceAll("2\\d{3}-\\d\\d-\\d\\d", "soon"))
			.toList();
		assertThat(history).containsExactly("user Where is A-1042?", "text {text=Let me look. }",
				"call {tool=orderStatus, arguments={\"number\":\"A-1042\"}, ofBot=false}",
				"result {result={\"number\":\"A-1042\",\"state\":\"on its way\",\"expected\":\"soon\"}}",
				"text {text=On its way.}", "done {}", "user May I send it back?",
				"call {tool=searchPolicies, arguments={\"input\":\"May I send it back?\"}, ofBot=true}",
				"text {text=Thirty days.}", "done {}");
		this.chat.forget(id);
		assertThat(this.toolCalls.findByConversation(UUID.fromString(id))).isEmpty();
	}

	@Test
	void theHistoryOfAStoppedAnswerHasItsTools() {
		this.emulator.bot("support")
			.when("A-1042")
			.reply((turn) -> turn.hasResults()
					? Reply.text("On its way, I was about to say.").every(Duration.ofHours(1))
					: Reply.call("orderStatus", Map.of("number", "A-1042")));
		String id = this.chat.ask("support", "Where is A-1042?");
		Iterator<String> answer = this.chat.answerAsItComes(id);
		assertThat(answer.next()).startsWith("call {");
		assertThat(answer.next()).startsWith("result {");
		this.chat.stop(id);
		assertThat(answer.next()).isEqualTo("stopped {}");
		assertThat(this.chat.history(id)).hasSize(4).first().isEqualTo("user Where is A-1042?");
		assertThat(this.chat.history(id)).element(1).asString().startsWith("call {");
		assertThat(this.chat.history(id)).last().isEqualTo("stopped {}");
	}

	@Test
	void stoppingClosesTheExchangeWithChatBotKitAndKeepsWhatWasSaid() {
		this.emulator.bot("support")
			.when("endless")
			.run((request) -> Flux.concat(Flux.just(new AgentEvent.Token("One word")), Flux.never()));
		String id = this.chat.ask("support", "endless");
		Iterator<String> answer = this.chat.answerAsItComes(id);
		assertThat(answer.next()).isEqualTo("text {text=One word}");
		assertThat(this.emulator.requests().get(0).cancelled()).isFalse();
		this.chat.stop(id);
		assertThat(answer.next()).isEqualTo("stopped {}");
		assertThat(answer.hasNext()).isFalse();
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).onlyRequest().isCancelled());
		assertThat(this.chat.history(id)).containsExactly("user endless", "text {text=One word}", "done {}");
		this.chat.ask(id, "support", "And now?");
		assertThat(this.chat.answer(id)).endsWith("done {}");
	}

	@Test
	void stoppingBeforeTheFirstWordIsFineToo() {
		this.emulator.bot("support").when("silent").run((request) -> Flux.never());
		String id = this.chat.ask("support", "silent");
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).hasReceived(1));
		this.chat.stop(id);
		assertThat(this.chat.answer(id)).containsExactly("stopped {}");
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).onlyRequest().isCancelled());
		this.chat.ask(id, "support", "Hello");
		assertThat(this.chat.answer(id)).endsWith("done {}");
		assertThat(this.chat.history(id)).containsExactly("user silent", "stopped {}", "user Hello",
				"text {text=Echo: Hello}", "done {}");
	}

	@Test
	void aFailureIsSaidInWords() {
		this.emulator.bot("support").fail(Fault.quotaExceeded());
		assertThat(this.chat.answer(this.chat.ask("support", "Hello"))).containsExactly(
				"failed {message=The limit of the account behind this bot is reached., code=429 insufficient_quota}");
	}

	@Test
	void anAnswerThatBreaksOffFailsAfterItsText() {
		this.emulator.bot("support").reply(Reply.pieces("We", " are").failing(Fault.engineErrorAfter(1, "BOOM", "…")));
		String id = this.chat.ask("support", "Are you open?");
		assertThat(this.chat.answer(id)).containsExactly("text {text=We}",
				"failed {message=The bot could not finish its answer., code=200 BOOM}");
		assertThat(this.chat.history(id)).containsExactly("user Are you open?",
				"failed {message=This question was not answered., code=}");
	}

	@Test
	void whoComesBackHearsTheRestAndTheBotRunsOnce() {
		Sinks.Many<AgentEvent> bot = Sinks.many().unicast().onBackpressureBuffer();
		this.emulator.bot("support").run((request) -> bot.asFlux());
		String id = this.chat.ask("support", "Hello");
		bot.tryEmitNext(new AgentEvent.Token("One")).orThrow();
		String first = this.chat.events(id, "").blockFirst().id();
		bot.tryEmitNext(new AgentEvent.Token(" two")).orThrow();
		bot.tryEmitComplete().orThrow();
		List<ServerSentEvent<Map<String, Object>>> rest = this.chat.events(id, first).collectList().block();
		assertThat(rest).extracting(ServerSentEvent::data).containsExactly(Map.of("text", " two"), Map.of());
		assertThat(this.chat.events(id, rest.get(1).id()).collectList().block()).isEmpty();
		assertThat(this.emulator).hasReceived(1);
	}

	@Test
	void whoComesBackAfterAnotherQuestionDoesNotTakeItsAnswerForTheOneBefore() {
		String id = this.chat.ask("support", "One");
		String first = this.chat.events(id, "").collectList().block().get(0).id();
		this.chat.ask(id, "support", "Two");
		assertThat(this.chat.answerStatus(id, first)).isEqualTo(HttpStatus.NO_CONTENT);
		assertThat(this.chat.answerStatus(id, "")).isEqualTo(HttpStatus.OK);
		assertThat(this.chat.answer(id)).endsWith("done {}");
	}

	@Test
	void aQuestionThatIsAcceptedIsRemembered() {
		CountDownLatch accepted = new CountDownLatch(1);
		AtomicBoolean tooLate = new AtomicBoolean(true);
		BDDMockito.willAnswer((call) -> {
			tooLate.set(accepted.await(200, TimeUnit.MILLISECONDS));
			return call.callRealMethod();
		}).willCallRealMethod().given(this.memory).add(any(), anyList());
		String id = this.chat.ask("support", "Hello");
		accepted.countDown();
		assertThat(this.chat.answer(id)).endsWith("done {}");
		assertThat(tooLate).isFalse();
	}

	@Test
	void aQuestionHasToWaitForTheAnswerBefore() {
		this.emulator.bot("support").run((request) -> Flux.never());
		String id = this.chat.ask("support", "One");
		assertThat(this.chat.status(id, "support", "Two")).isEqualTo(HttpStatus.CONFLICT);
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).hasReceived(1));
		this.chat.stop(id);
		assertThat(this.chat.status(id, "support", "Three")).isEqualTo(HttpStatus.ACCEPTED);
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).hasReceived(2));
		this.chat.stop(id);
	}

	@Test
	void stoppingTakesUntilWhatWasSaidIsRemembered() {
		String id = anAnswerWithoutEnd();
		CountDownLatch stopped = new CountDownLatch(1);
		AtomicBoolean tooLate = new AtomicBoolean(true);
		BDDMockito.willAnswer((call) -> {
			tooLate.set(stopped.await(200, TimeUnit.MILLISECONDS));
			return call.callRealMethod();
		}).given(this.memory).add(any(), anyList());
		this.chat.stop(id);
		stopped.countDown();
		assertThat(tooLate).isFalse();
		assertThat(this.chat.history(id)).containsExactly("user Hello", "text {text=One}", "done {}");
	}

	@Test
	void nothingIsRememberedOfAConversationThatIsForgottenWhileTheBotAnswers() {
		String id = anAnswerWithoutEnd();
		CountDownLatch cleared = new CountDownLatch(1);
		BDDMockito.willAnswer((call) -> {
			cleared.await(200, TimeUnit.MILLISECONDS);
			return call.callRealMethod();
		}).given(this.memory).add(any(), anyList());
		BDDMockito.willAnswer((call) -> {
			cleared.countDown();
			return call.callRealMethod();
		}).given(this.memory).clear(any());
		this.chat.forget(id);
		assertThat(this.chat.get(id)).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(this.conversations.history(UUID.fromString(id))).isEmpty();
	}

	/** The question's check waits until the conversation is deleted, if that comes. */
	@Test
	void aQuestionThatWasCheckedBeforeItsConversationWasDeletedBringsItNotBack() throws InterruptedException {
		this.emulator.bot("support").reply("Hello");
		UUID id = UUID.fromString(this.chat.begin());
		CountDownLatch checked = new CountDownLatch(1);
		CountDownLatch deleted = new CountDownLatch(1);
		BDDMockito.willAnswer((call) -> {
			Object exists = call.callRealMethod();
			checked.countDown();
			deleted.await(500, TimeUnit.MILLISECONDS);
			return exists;
		}).willCallRealMethod().given(this.begun).contains(any());
		CompletableFuture<HttpStatusCode> asked = CompletableFuture
			.supplyAsync(() -> this.chat.status(id.toString(), "support", "Hello"));
		checked.await();
		this.conversations.forget(id).doFinally((signal) -> deleted.countDown()).block();
		HttpStatusCode status = asked.join();
		this.conversations.answer(id).ifPresent((answer) -> answer.completion().block());
		assertThat(this.conversations.history(id)).isEmpty();
		assertThat(this.chat.get(id.toString())).isEqualTo(HttpStatus.NOT_FOUND);
		assertThat(status).isIn(HttpStatus.ACCEPTED, HttpStatus.NOT_FOUND);
	}

	/** The conversation may be forgotten before the second question comes. */
	@Test
	void forgettingStopsAnAnswerThatBeganMeanwhile() {
		this.emulator.bot("support").run((request) -> Flux.never());
		HttpStatusCode second;
		int requests = 0;
		do {
			UUID id = UUID.fromString(this.chat.ask("support", "One"));
			int first = ++requests;
			Awaitility.await().untilAsserted(() -> assertThat(this.emulator).hasReceived(first));
			CompletableFuture<HttpStatusCode> asked = new CompletableFuture<>();
			this.conversations.answer(id).orElseThrow().completion().subscribe(null, null, () -> {
				asked.complete(this.chat.status(id.toString(), "support", "Two"));
				Awaitility.await().untilAsserted(() -> assertThat(this.emulator).hasReceived(first + 1));
			});
			this.chat.forget(id.toString());
			second = asked.join();
			assertThat(this.chat.get(id.toString())).isEqualTo(HttpStatus.NOT_FOUND);
			assertThat(this.conversations.history(id)).isEmpty();
		}
		while (second.equals(HttpStatus.NOT_FOUND) && requests < 20);
		assertThat(second).isEqualTo(HttpStatus.ACCEPTED);
		int both = requests + 1;
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).hasReceived(both));
		Awaitility.await().untilAsserted(() -> assertThat(this.emulator).lastRequest().isCancelled());
	}

	@Test
	void refusesWhatCannotBeAsked() {
		assertThat(this.chat.status(this.chat.begin(), "nobody", "Hello")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.status(this.chat.begin(), "support", " ")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.status("1", "support", "Hello")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.status(this.chat.begin(), "support", "a".repeat(20_001)))
			.isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.status(this.chat.begin(), "support", "a".repeat(1_000_000)).is4xxClientError()).isTrue();
		assertThat(this.chat.statusOf(this.chat.begin(), "null")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.statusOf(this.chat.begin(), "{}")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.statusOf(this.chat.begin(), "[]")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.statusOf(this.chat.begin(), "{\"bot\":")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.answer(this.chat.begin())).isEmpty();
		assertThat(this.emulator).hasReceivedNothing();
	}

	@ParameterizedTest
	@ValueSource(strings = { "", " ", "\t\n", "\u00a0", "\u3000", "\u200b", "\ufeff", "\u202e", "\0", "\u001b\u0007" })
	void whatNobodySeesIsNoQuestion(String text) {
		assertThat(this.chat.status(this.chat.begin(), "support", text)).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.status(this.chat.begin(), "support", text + "?")).isEqualTo(HttpStatus.ACCEPTED);
	}

	@ParameterizedTest
	@ValueSource(strings = { " ", "\t", "\n", "\0", "..", "1", "{}" })
	void whatIsNoIdOfAConversationIsABadRequest(String id) {
		assertThat(this.chat.get(id)).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.status(id, "support", "Hello")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.answerStatus(id, "")).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.delete("/conversations/{id}", id)).isEqualTo(HttpStatus.BAD_REQUEST);
		assertThat(this.chat.delete("/conversations/{id}/answer", id)).isEqualTo(HttpStatus.BAD_REQUEST);
	}

	@Test
	void theDatabaseBlocksNoEventLoop() {
		Set<String> eventLoops = ConcurrentHashMap.newKeySet();
		Answer<?> watching = (call) -> {
			if (Schedulers.isInNonBlockingThread()) {
				eventLoops.add(call.getMethod().getName() + " on " + Thread.currentThread().getName());
			}
			return call.callRealMethod();
		};
		BDDMockito.willAnswer(watching).given(this.memory).add(any(), anyList());
		BDDMockito.willAnswer(watching).given(this.memory).get(any());
		BDDMockito.willAnswer(watching).given(this.toolCalls).called(any(), any(), anyInt());
		BDDMockito.willAnswer(watching).given(this.toolCalls).returned(any(), any());
		BDDMockito.willAnswer(watching).given(this.toolCalls).findByConversation(any());
		BDDMockito.willAnswer(watching).given(this.begun).add(any());
		BDDMockito.willAnswer(watching).given(this.begun).contains(any());
		BDDMockito.willAnswer(watching).given(this.begun).delete(any());
		this.emulator.bot("support").when("A-1042").call("orderStatus", Map.of("number", "A-1042")).thenReply("Here.");
		String id = this.chat.ask("support", "Where is A-1042?");
		this.chat.answer(id);
		assertThat(this.chat.history(id)).hasSize(5);
		this.chat.stop(id);
		this.chat.forget(id);
		assertThat(eventLoops).isEmpty();
	}

	/**
	 * Asks "Hello", and returns the conversation when the answer's first word, "One", is
	 * heard.
	 */
	private String anAnswerWithoutEnd() {
		this.emulator.bot("support")
			.run((request) -> Flux.concat(Flux.just(new AgentEvent.Token("One")), Flux.never()));
		String id = this.chat.ask("support", "Hello");
		assertThat(this.chat.answerAsItComes(id).next()).isEqualTo("text {text=One}");
		return id;
	}

}
