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

package com.chatbotkit.samples.guides;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.stereotype.Component;

/**
 * A tool with more than texts in its schema: docs/tools.md.
 */
// tag::tool[]
@Component
class Orders {

	@Tool(description = "Finds orders of a customer")
	List<Order> findOrders(@ToolParam(description = "The customer's number") long customer, Period period,
			@ToolParam(description = "Only those in this state", required = false) State state) {
		return List.of(new Order("A-1042", State.SHIPPED, period.from()));
	}

	enum State {

		OPEN, SHIPPED, RETURNED

	}

	record Period(LocalDate from, Optional<LocalDate> to) {

	}

	record Order(String number, State state, LocalDate placed) {

	}

}
// end::tool[]
