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

import java.io.PrintStream;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.client.advisor.MessageChatMemoryAdvisor;
import org.springframework.ai.chat.memory.ChatMemory;
import org.springframework.stereotype.Component;

/**
 * The five stops of the tour: each is what an application would write.
 */
@Component
class Tour {

	private final ChatClient chat;

	private final ChatMemory memory;

	private final Orders orders;

	private final PrintStream out = System.out;

	Tour(ChatClient chat, ChatMemory memory, Orders orders) {
		this.chat = chat;
		this.memory = memory;
		this.orders = orders;
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
		this.out.println(this.chat.prompt().user("What can you help me with?").call().content());
	}
	// end::answer[]

	// tag::stream[]
	private void stream() {
		ask("2. An answer that streams, word by word", "Why does a bicycle stay upright?");
		this.chat.prompt().user("Why does a bicycle stay upright?").stream().content().doOnNext((piece) -> {
			this.out.print(piece);
			this.out.flush();
		}).blockLast();
		this.out.println();
	}
	// end::stream[]

	// tag::tool[]
	private void tool() {
		ask("3. A tool of this application, called by the bot", "Where is my order A-1042?");
		this.out.println(this.chat.prompt().user("Where is my order A-1042?").tools(this.orders).call().content());
	}
	// end::tool[]

	// tag::memory[]
	private void memory() {
		ChatClient remembering = this.chat.mutate()
			.defaultAdvisors(MessageChatMemoryAdvisor.builder(this.memory).build())
			.defaultAdvisors((advisors) -> advisors.param(ChatMemory.CONVERSATION_ID, "tour"))
			.build();
		ask("4. A second turn that remembers the first", "My name is Ada.");
		this.out.println(remembering.prompt().user("My name is Ada.").call().content());
		this.out.println("> What is my name?");
		this.out.println(remembering.prompt().user("What is my name?").call().content());
	}
	// end::memory[]

	// tag::structured-output[]
	private void structuredOutput() {
		ask("5. An answer as a record", "Recommend a bicycle for a hilly town.");
		Bicycle bicycle = this.chat.prompt().user("Recommend a bicycle for a hilly town.").call().entity(Bicycle.class);
		this.out.println(bicycle);
		this.out.println();
	}
	// end::structured-output[]

	private void ask(String stop, String question) {
		this.out.println();
		this.out.println(stop);
		this.out.println("> " + question);
	}

	/**
	 * What the bot recommends.
	 *
	 * @param name what it is called
	 * @param gears how many gears it has
	 * @param price what it costs, in euros
	 */
	record Bicycle(String name, int gears, double price) {

	}

}
