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

package com.chatbotkit.samples.quickstart;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.stereotype.Component;

/**
 * Shows five ways to talk to a bot, as an application would write them.
 */
@Component
class Tour {

	private final ChatClient chat;

	private final ChatMemory memory;

	private final Orders orders;

	private final Terminal terminal;

	Tour(ChatClient chat, ChatMemory memory, Orders orders, Terminal terminal) {
		this.chat = chat;
		this.memory = memory;
		this.orders = orders;
		this.terminal = terminal;
	}

	void run() {
		answer();
		stream();
		tool();
		memory();
		structuredOutput();
	}

	// tag::answer[]
	private void answer() {
		ask("1. An answer", "What can you help me with?");
		this.terminal.answer(this.chat.prompt().user("What can you help me with?").call().content());
	}
	// end::answer[]

	// tag::stream[]
	private void stream() {
		ask("2. An answer that streams, word by word", "Why does a bicycle stay upright?");
		this.chat.prompt()
			.user("Why does a bicycle stay upright?")
			.stream()
			.content()
			.doOnNext(this.terminal::piece)
			.blockLast();
		this.terminal.line();
	}
	// end::stream[]

	// tag::tool[]
	private void tool() {
		ask("3. A tool of this application, called by the bot", "Where is my order A-1042?");
		this.terminal.answer(this.chat.prompt().user("Where is my order A-1042?").tools(this.orders).call().content());
	}
	// end::tool[]

	// tag::memory[]
	private void memory() {
		ChatClient remembering = this.chat.mutate()
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "tour"))
			.build();
		ask("4. A second turn that remembers the first", "My name is Ada.");
		this.terminal.answer(remembering.prompt().user("My name is Ada.").call().content());
		this.terminal.question("What is my name?");
		this.terminal.answer(remembering.prompt().user("What is my name?").call().content());
	}
	// end::memory[]

	// tag::structured-output[]
	private void structuredOutput() {
		ask("5. An answer as a record", "Recommend a bicycle for a hilly town.");
		this.terminal
			.answer(this.chat.prompt().user("Recommend a bicycle for a hilly town.").call().entity(Bicycle.class));
		this.terminal.line();
	}
	// end::structured-output[]

	private void ask(String stop, String question) {
		this.terminal.title(stop);
		this.terminal.question(question);
	}

	/**
	 * A bicycle that the bot recommends.
	 *
	 * @param name the name
	 * @param gears the number of gears
	 * @param price the price in euros
	 */
	record Bicycle(String name, int gears, double price) {

	}

}
