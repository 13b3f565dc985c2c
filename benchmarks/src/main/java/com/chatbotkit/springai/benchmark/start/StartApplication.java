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

package com.chatbotkit.springai.benchmark.start;

import java.lang.management.ManagementFactory;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * An application that starts, asks once, prints the answer and ends.
 */
@SpringBootApplication
public class StartApplication {

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(StartApplication.class, args)) {
			ChatClient client = context.getBean(ChatClient.Builder.class).build();
			String answer = client.prompt("bench:call;").call().content();
			long millis = System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime();
			System.out.println("MEASURED first_answer_ms=" + millis);
			System.out.println(answer);
		}
		System.exit(0);
	}

}
